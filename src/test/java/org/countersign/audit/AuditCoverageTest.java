package org.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.audit.AuditDesk.CONFIRMED;
import static org.countersign.audit.AuditDesk.MENDED;
import static org.countersign.audit.AuditDesk.PASSED;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.license.License;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.TestCases.Case;
import org.countersign.workflow.Attempts;
import org.countersign.workflow.Cases;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;

/** Four stories pass every flow node of the diagrams about audits, counted in the engine's history of these alone. */
@CountersignTest
class AuditCoverageTest {

    @Autowired
    private AutowireCapableBeanFactory beans;

    @Autowired
    private LabApi api;

    @Autowired
    private Applications applications;

    @Autowired
    private Cases processes;

    @Autowired
    private Attempts attempts;

    @Autowired
    private HistoryService history;

    private AuditDesk desk;

    @BeforeEach
    void aDesk() {
        desk = beans.createBean(AuditDesk.class);
    }

    @Test
    void theStoriesOfAuditsPassEveryFlowNode() {
        List<Case> told = List.of(
                failsAtSevereRiskAndIsSuspended(), isInOrder(), isSurrenderedWithEverythingOpen(), isProposedTwice());
        for (String diagram : List.of("compliance-audit", "finding", "sanction-proposal")) {
            assertThat(passedIn(diagram, told)).as(diagram).containsAll(flowNodesOf(diagram));
        }
    }

    private Case failsAtSevereRiskAndIsSuspended() {
        Case severe = desk.licensedAtSevereRisk();
        desk.orders(severe);
        desk.completes("auditor.one", severe, "auditLicense", PASSED);
        desk.completes("auditor.two", severe, "confirmAudit", Map.of("accepted", "false", "note", "Look again."));
        desk.completes("auditor.one", severe, "auditLicense", desk.found("failed", 3, "No logs."));
        desk.completes("auditor.two", severe, "confirmAudit", CONFIRMED);
        desk.completes("oncd.director", severe, "decideSanction", decision("suspend"));
        desk.completes(
                "auditor.two",
                severe,
                "closeFinding",
                Map.of(
                        "outcome",
                        "not-mended",
                        "note",
                        "Half.",
                        "dueOn",
                        desk.today().plusDays(5).toString()));
        desk.waits(7);
        desk.completes("auditor.two", severe, "closeFinding", MENDED);
        return severe;
    }

    private Case isInOrder() {
        Case moderate = desk.licensed();
        desk.orders(moderate);
        desk.completes("auditor.one", moderate, "auditLicense", PASSED);
        return moderate;
    }

    private Case isSurrenderedWithEverythingOpen() {
        Case moderate = desk.licensed();
        desk.hasFindings(moderate, 2, "No logs.");
        desk.waits(4);
        desk.orders(moderate);
        propose(moderate, "usage-reports");
        api.post(LabApi.AURORA, "/api/v1/licenses/" + desk.license(moderate).id() + "/surrender", "{}");
        return moderate;
    }

    private Case isProposedTwice() {
        Case moderate = desk.licensed();
        propose(moderate, "usage-reports");
        attempts.at(() -> {
            processes.endSanctionProposals(moderate.reference(), "usage-reports");
            return moderate;
        });
        propose(moderate, "usage-reports");
        desk.completes("oncd.director", moderate, "decideSanction", decision("leave"));
        propose(moderate, "usage-reports");
        desk.completes("oncd.director", moderate, "decideSanction", decision("revoke"));
        return moderate;
    }

    private static Map<String, Object> decision(String outcome) {
        return Map.of("outcome", outcome, "reasons", "As the evidence is.");
    }

    private void propose(Case of, String ground) {
        Application application = applications.get(of.id());
        License license = desk.license(of);
        attempts.at(() -> {
            processes.startSanctionProposal(
                    of.reference(), of.id(), license.id(), application.title(), license.band(), ground);
            return ground;
        });
    }

    private static Set<String> flowNodesOf(String diagram) {
        return Bpmn.readModelFromFile(Path.of("processes", diagram + ".bpmn").toFile())
                .getModelElementsByType(FlowNode.class)
                .stream()
                .map(FlowNode::getId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> passedIn(String diagram, List<Case> told) {
        return told.stream()
                .flatMap(of -> history
                        .createHistoricProcessInstanceQuery()
                        .processInstanceBusinessKey(of.reference())
                        .processDefinitionKey(diagram)
                        .list()
                        .stream())
                .flatMap(
                        instance -> history
                                .createHistoricActivityInstanceQuery()
                                .processInstanceId(instance.getId())
                                .finished()
                                .list()
                                .stream())
                .map(HistoricActivityInstance::getActivityId)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
