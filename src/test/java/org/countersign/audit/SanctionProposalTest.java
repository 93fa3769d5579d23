package org.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.countersign.audit.AuditDesk.MENDED;

import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.test.assertions.bpmn.AbstractAssertions;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.license.License;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.workflow.Attempts;
import org.countersign.workflow.Cases;
import org.countersign.workflow.SanctionProposal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;

/** Every path of {@code sanction-proposal.bpmn}: the agencies that signed decide what follows for a license. */
@CountersignTest
class SanctionProposalTest {

    private static final Map<String, Object> SUSPEND =
            Map.of("outcome", "suspend", "reasons", "Nobody can say what was done with it.");
    private static final Map<String, Object> REVOKE = Map.of("outcome", "revoke", "reasons", "Third time.");

    @Autowired
    private AutowireCapableBeanFactory beans;

    @Autowired
    private TestCases cases;

    @Autowired
    private LabApi api;

    @Autowired
    private Proposals proposals;

    @Autowired
    private Applications applications;

    @Autowired
    private Cases processes;

    @Autowired
    private Journal journal;

    @Autowired
    private Attempts attempts;

    @Autowired
    private ProcessEngine engine;

    private Case acme;

    private AuditDesk desk;

    @BeforeEach
    void aLicense() {
        desk = beans.createBean(AuditDesk.class);
        AbstractAssertions.init(engine);
        acme = desk.licensed();
    }

    private ProcessInstance process() {
        return cases.instance(acme, SanctionProposal.KEY);
    }

    private Proposal only() {
        return proposals.of(desk.license(acme).id()).get(0);
    }

    private boolean isGreen() {
        return cases.greenLight(acme).get("green").asBoolean();
    }

    private void propose(String ground) {
        Application application = applications.get(acme.id());
        License license = desk.license(acme);
        attempts.at(() -> {
            processes.startSanctionProposal(
                    acme.reference(), acme.id(), license.id(), application.title(), license.band(), ground);
            return ground;
        });
    }

    @Test
    void suspendsTheLicenseUntilItsFindingsAreClosed() {
        desk.fails(acme);
        ProcessInstance proposal = process();
        desk.completes("ostp.director", acme, "decideSanction", SUSPEND);

        assertThat(proposal).isEnded().hasPassed("suspendOnProposal", "announceSuspension", "licenseSuspended");
        assertThat(isGreen()).isFalse();
        assertThat(cases.notices(acme)).contains("sanction-suspended");
        assertThat(only().decision().agency()).isEqualTo("ostp");
        assertThat(cases.asTheLabSeesIt(acme)
                        .get("suspensions")
                        .get(0)
                        .get("ground")
                        .asText())
                .isEqualTo("audit");

        desk.completes("auditor.two", acme, "closeFinding", MENDED);
        assertThat(isGreen()).isTrue();
    }

    @Test
    void opensARevocationInTheNameOfTheDirectorWhoDecided() {
        desk.fails(acme);
        ProcessInstance proposal = process();
        desk.completes("ostp.director", acme, "decideSanction", REVOKE);

        assertThat(proposal).isEnded().hasPassed("revokeOnProposal", "revocationOpened");
        assertThat(isGreen()).isTrue();
        assertThat(cases.notices(acme)).contains("revocation-notice");
        assertThat(journal.about(acme.reference())).anySatisfy(entry -> {
            assertThat(entry.action()).isEqualTo("revocation-opened");
            assertThat(entry.actor()).isEqualTo("ostp.director");
            assertThat(entry.content()).contains("Third time.", "No logs at all.");
        });
    }

    @Test
    void leavesTheLicenseAsItIs() {
        desk.fails(acme);
        ProcessInstance proposal = process();
        desk.completes(
                "oncd.director",
                acme,
                "decideSanction",
                Map.of("outcome", "leave", "reasons", "Put right on the spot."));
        assertThat(proposal).isEnded().hasPassed("licenseLeft");
        assertThat(isGreen()).isTrue();
        assertThat(only().state()).isEqualTo("decided");
    }

    @Test
    void isForTheDirectorsOfTheAgenciesThatSignedAndForNobodyElse() {
        desk.fails(acme);
        Task task = cases.task(acme, "decideSanction");
        assertThat(engine.getTaskService().getIdentityLinksForTask(task.getId()))
                .extracting(link -> link.getGroupId())
                .containsExactlyInAnyOrder("oncd-directors", "ostp-directors", "commerce-directors");
        for (String person : new String[] {"state.director", "auditor.one", "oncd.reviewer"}) {
            LabApi.Answer refused = api.staff(
                    person,
                    "POST",
                    "/engine-rest/task/" + task.getId() + "/complete",
                    "{\"variables\":{\"outcome\":{\"value\":\"leave\"},\"reasons\":{\"value\":\"Fine.\"}}}");
            assertThat(refused.status()).as(person).isEqualTo(403);
        }
        assertThat(only().isOpen()).isTrue();
    }

    @Test
    void refusesADecisionWithoutReasonsOrASecondRevocation() {
        desk.fails(acme);
        Task task = cases.task(acme, "decideSanction");
        desk.refuses(
                "oncd.director",
                task,
                Map.of("outcome", "fine", "reasons", "So."),
                "Choose one of: suspend, revoke, leave.");
        desk.refuses(
                "oncd.director",
                task,
                Map.of("outcome", "suspend"),
                "Give your reasons; the applicant will read them.");
        api.staff(
                "ostp.director",
                "POST",
                "/api/v1/licenses/" + desk.license(acme).id() + "/revocation",
                "{\"ground\":\"Resale.\",\"evidence\":\"Report.\",\"whatToDo\":\"End it.\"}");
        desk.refuses("oncd.director", task, REVOKE, "The revocation of this license is open already.");
        desk.completes("auditor.two", acme, "closeFinding", MENDED);
        desk.refuses(
                "oncd.director", task, SUSPEND, "Every finding is closed by now; nothing would end the suspension.");
        assertThat(isGreen()).isTrue();
    }

    @Test
    void isProposedOnceOnEachGroundAndEndsWhenItsGroundIsOver() {
        propose("usage-reports");
        propose("usage-reports");
        ProcessInstance proposal = process();
        assertThat(desk.openTasks(acme)).containsExactly("decideSanction");

        attempts.at(() -> {
            processes.endSanctionProposals(acme.reference(), "audit");
            return true;
        });
        assertThat(proposal).isWaitingAt("decideSanction");
        attempts.at(() -> {
            processes.endSanctionProposals(acme.reference(), "usage-reports");
            return true;
        });

        assertThat(proposal).isEnded().hasPassed("proposalMoot", "dropSettled", "proposalSettled");
        assertThat(only().state()).isEqualTo("moot");
        propose("usage-reports");
        assertThat(desk.openTasks(acme)).containsExactly("decideSanction");
    }

    @Test
    void suspendsForUsageReportsOnThatGround() {
        propose("usage-reports");
        desk.completes("oncd.director", acme, "decideSanction", SUSPEND);
        assertThat(cases.asTheLabSeesIt(acme)
                        .get("suspensions")
                        .get(0)
                        .get("ground")
                        .asText())
                .isEqualTo("usage-reports");
    }

    @Test
    void endsWithTheLicense() {
        desk.fails(acme);
        ProcessInstance proposal = process();
        api.post(LabApi.AURORA, "/api/v1/licenses/" + desk.license(acme).id() + "/surrender", "{}");
        assertThat(proposal).isEnded().hasPassed("licenseEnded", "dropProposal", "proposalDropped");
        assertThat(only().state()).isEqualTo("moot");
    }

    @Test
    void refusesAnotherGroundInTheDatabase() {
        assertThatThrownBy(() -> propose("weather")).isNotNull();
        assertThat(desk.openTasks(acme)).isEmpty();
    }
}
