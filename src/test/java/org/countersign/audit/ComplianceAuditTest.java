package org.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.countersign.audit.AuditDesk.CONFIRMED;
import static org.countersign.audit.AuditDesk.PASSED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.test.assertions.bpmn.AbstractAssertions;
import org.countersign.finding.Finding;
import org.countersign.finding.Findings;
import org.countersign.journal.Journal;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.workflow.ComplianceAudit;
import org.countersign.workflow.Duties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every path of {@code compliance-audit.bpmn}, and who may walk it. */
@CountersignTest
class ComplianceAuditTest {

    @Autowired
    private AutowireCapableBeanFactory beans;

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private LabApi api;

    @Autowired
    private Audits audits;

    @Autowired
    private Findings findings;

    @Autowired
    private Journal journal;

    @Autowired
    private ProcessEngine engine;

    @Autowired
    private JdbcClient db;

    @Autowired
    private ObjectMapper json;

    private Case acme;

    private AuditDesk desk;

    @BeforeEach
    void aLicense() {
        desk = beans.createBean(AuditDesk.class);
        AbstractAssertions.init(engine);
        acme = desk.licensed();
    }

    /** Other tests count the members of these groups. */
    @AfterEach
    void letGo() {
        staff.identity().deleteUser("auditor.voter");
        staff.identity().deleteUser("auditor.director");
    }

    private ProcessInstance audit() {
        return cases.instance(acme, ComplianceAudit.KEY);
    }

    @Test
    void countsTheWordOfOneAuditorWhereTheRiskIsNotSevere() {
        String id = desk.orders(acme);
        ProcessInstance audit = audit();
        assertThat(audit).hasPassed("selectSample").isWaitingAt("auditLicense");

        desk.completes("auditor.one", acme, "auditLicense", PASSED);

        assertThat(audit)
                .isEnded()
                .hasPassed("closeAudit", "auditPassed")
                .hasNotPassed("confirmAudit", "raiseFindings");
        assertThat(audits.get(id).status()).isEqualTo("passed");
        assertThat(cases.timeline(acme)).contains("audit-opened", "license-audited");
        assertThat(desk.openTasks(acme)).isEmpty();
    }

    @Test
    void raisesOneFindingForEachLineAndTellsTheLab() {
        ProcessInstance audit = startedAudit();
        desk.completes(
                "auditor.one", acme, "auditLicense", desk.found("findings", 20, "No logs.", "", "  Keys are shared. "));

        assertThat(audit)
                .isEnded()
                .hasPassed("announceFindings", "findingsRaised")
                .hasNotPassed("proposeSanction");
        assertThat(findings.of(desk.license(acme).id()))
                .extracting(Finding::text)
                .containsExactlyInAnyOrder("No logs.", "Keys are shared.");
        assertThat(desk.openTasks(acme)).containsExactly("closeFinding", "closeFinding");
        assertThat(cases.notices(acme)).contains("audit-findings");
    }

    @Test
    void putsAFailedAuditBeforeTheAgenciesThatSigned() {
        ProcessInstance audit = startedAudit();
        desk.completes("auditor.one", acme, "auditLicense", Map.of("result", "failed", "findings", "No logs at all."));

        assertThat(audit).isEnded().hasPassed("proposeSanction", "sanctionProposed");
        assertThat(desk.openTasks(acme)).containsExactly("closeFinding", "decideSanction");
        // No day was named: the table gives 30.
        assertThat(findings.of(desk.license(acme).id())).singleElement().satisfies(finding -> assertThat(
                        finding.dueOn().toString())
                .isEqualTo(desk.today().plusDays(30) + "T23:59:59Z"));
    }

    @Test
    void needsASecondPersonWhereTheRiskIsSevere() {
        acme = desk.licensedAtSevereRisk();
        String id = desk.orders(acme);
        ProcessInstance audit = audit();
        desk.completes("auditor.one", acme, "auditLicense", desk.found("findings", 20, "No logs."));

        assertThat(audit).isWaitingAt("confirmAudit");
        assertThat(audits.get(id).status()).isEqualTo("open");
        assertThat(findings.of(desk.license(acme).id())).isEmpty();
        assertThat(seenBy("auditor.one", "confirmAudit")).isZero();
        assertThat(seenBy("auditor.two", "confirmAudit")).isOne();
        assertThatThrownBy(() -> desk.completes("auditor.one", acme, "confirmAudit", CONFIRMED))
                .isNotNull();
        assertThatThrownBy(() -> confirmedInTheTableBy("auditor.one", id)).isInstanceOf(DataAccessException.class);
        desk.refuses(
                "auditor.two",
                cases.task(acme, "confirmAudit"),
                Map.of("accepted", "false"),
                "Say what has to be looked at again.");

        desk.completes("auditor.two", acme, "confirmAudit", CONFIRMED);

        assertThat(audit).isEnded().hasPassed("confirmAudit", "closeAudit", "raiseFindings");
        assertThat(audits.get(id).status()).isEqualTo("findings");
        assertThat(audits.get(id).confirmedBy()).isEqualTo("auditor.two");
    }

    private void confirmedInTheTableBy(String person, String id) {
        db.sql(
                        """
                INSERT INTO audit_confirmation (audit_id, round, audited_by, accepted, confirmed_by, confirmed_at)
                VALUES (?, 1, ?, true, ?, now())""")
                .params(id, person, person)
                .update();
    }

    @Test
    void keepsTheFirstResultWhenTheSecondAuditorSendsItBack() {
        acme = desk.licensedAtSevereRisk();
        String id = desk.orders(acme);
        desk.completes("auditor.one", acme, "auditLicense", PASSED);
        desk.completes(
                "auditor.two", acme, "confirmAudit", Map.of("accepted", "false", "note", "The logs end in May."));

        assertThat(audit()).isWaitingAt("auditLicense");
        desk.completes("auditor.two", acme, "auditLicense", desk.found("findings", 20, "The logs end in May."));
        desk.completes("auditor.one", acme, "confirmAudit", CONFIRMED);

        assertThat(audits.get(id).status()).isEqualTo("findings");
        assertThat(db.sql("SELECT result FROM audit_result WHERE audit_id = ? ORDER BY round")
                        .param(id)
                        .query(String.class)
                        .list())
                .containsExactly("passed", "findings");
        assertThat(journal.about(acme.reference()))
                .extracting(Journal.JournalEntry::action)
                .contains("audit-sent-back", "audit-confirmed");
    }

    @Test
    void hidesTheAuditFromWhoVotedInTheCase() {
        staff.hire("auditor.voter", "oncd");
        acme = cases.referred();
        staff.complete("auditor.voter", cases.task(acme, "draftVote", "oncd"), TestCases.CONCUR);
        staff.complete("oncd.director", cases.task(acme, "countersignVote", "oncd"), TestCases.ACCEPT);
        cases.signs(acme, "ostp", TestCases.CONCUR);
        cases.signs(acme, "commerce", TestCases.CONCUR);
        staff.complete("commerce.director", cases.task(acme, "countersign"), TestCases.APPROVE);
        staff.moves("auditor.voter", "auditors");
        String id = desk.orders(acme);

        assertThat(seenBy("auditor.voter", "auditLicense")).isZero();
        assertThat(seenBy("auditor.one", "auditLicense")).isOne();
        assertThatThrownBy(() -> db.sql(
                                """
                        INSERT INTO audit_result (audit_id, round, result, audited_by, audited_at)
                        VALUES (?, 1, 'passed', 'auditor.voter', now())""")
                        .param(id)
                        .update())
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("took no part");
    }

    @Test
    void refusesWhoTakesPartWhileTheAuditIsOpen() {
        staff.hire("auditor.director", "auditors");
        desk.orders(acme);
        Task task = cases.task(acme, "auditLicense");
        assertThat(seenBy("auditor.director", "auditLicense")).isOne();
        staff.moves("auditor.director", "oncd-directors");
        LabApi.Answer opened = api.staff(
                "auditor.director",
                "POST",
                "/api/v1/licenses/" + desk.license(acme).id() + "/revocation",
                "{\"ground\":\"Resale.\",\"evidence\":\"Report.\",\"whatToDo\":\"End it.\"}");
        assertThat(opened.status()).as(opened.body()).isEqualTo(201);

        staff.moves("auditor.director", "auditors");
        desk.refuses("auditor.director", task, PASSED, Duties.ANOTHER_PART);
        assertThat(desk.openTasks(acme)).contains("auditLicense");
    }

    private int seenBy(String person, String task) {
        LabApi.Answer seen = api.staff(
                person,
                "GET",
                "/engine-rest/task?taskDefinitionKey=" + task + "&processInstanceBusinessKey=" + acme.reference(),
                null);
        assertThat(seen.status()).isEqualTo(200);
        return seen.json().size();
    }

    @Test
    void takesOneOfTwoResultsGivenAtTheSameMoment() {
        String id = desk.orders(acme);
        Task task = cases.task(acme, "auditLicense");
        List<Callable<Boolean>> both = new ArrayList<>();
        for (String person : List.of("auditor.one", "auditor.two")) {
            both.add(() -> {
                staff.as(person, () -> engine.getTaskService().complete(task.getId(), new HashMap<>(PASSED)));
                return true;
            });
        }
        assertThat(AtOnce.run(both)).filteredOn(AtOnce.Outcome::succeeded).hasSize(1);
        assertThat(audits.get(id).round()).isOne();
        assertThat(journal.about(acme.reference()))
                .filteredOn(entry -> entry.action().equals("license-audited"))
                .hasSize(1);
    }

    @Test
    void refusesDaysThatAreNone() {
        desk.orders(acme);
        Task task = cases.task(acme, "auditLicense");
        Map<String, Object> form = new HashMap<>(Map.of("result", "findings", "findings", "No logs."));
        form.put("dueOn", "2027-02-29");
        desk.refuses("auditor.one", task, form, "Enter a date such as 2026-12-31.");
        form.put("dueOn", desk.today().minusDays(1).toString());
        desk.refuses("auditor.one", task, form, "This date has passed already.");
        form.put("dueOn", "9999-12-31");
        desk.refuses("auditor.one", task, form, "Choose a date within 730 days.");
        form.put("dueOn", desk.today().toString());
        form.put("findings", "x\n".repeat(41));
        desk.refuses("auditor.one", task, form, "At most 40 findings, please.");
    }

    @Test
    void leavesNothingToAuditWhenTheLicenseEnds() {
        String id = desk.orders(acme);
        ProcessInstance audit = audit();
        api.post(LabApi.AURORA, "/api/v1/licenses/" + desk.license(acme).id() + "/surrender", "{}");

        assertThat(audit).isEnded().hasPassed("licenseEnded", "dropAudit", "auditMoot");
        assertThat(audits.get(id).status()).isEqualTo("moot");
        assertThat(desk.openTasks(acme)).isEmpty();
    }

    @Test
    void endsWithTheLicensesLastDay() {
        String id = desk.orders(acme);
        desk.waits(367);
        assertThat(audits.get(id).status()).isEqualTo("moot");
        assertThat(desk.openTasks(acme)).isEmpty();
    }

    @Test
    void canBeDrawnAgainFromTheJournalAlone() throws Exception {
        desk.hasFindings(acme, 20, "One.", "Two.", "Three.", "Four.", "Five.", "Six.", "Seven.");
        for (Finding finding : findings.of(desk.license(acme).id())) {
            assertThat(finding.open()).isTrue();
        }
        desk.orders(acme);

        JsonNode sample = null;
        for (Journal.JournalEntry entry : journal.about(acme.reference())) {
            if (entry.action().equals("audit-opened")) {
                sample = json.readTree(entry.content()).get("sample");
            }
        }
        List<AuditItems.Item> items = new ArrayList<>();
        for (JsonNode item : sample.get("items")) {
            items.add(new AuditItems.Item(
                    item.get("id").asText(), item.get("weight").asInt()));
        }
        assertThat(items).hasSize(7);
        Sample again = Sample.of(sample.get("seed").asText(), items, 10);
        assertThat(json.<JsonNode>valueToTree(again)).isEqualTo(sample);
        assertThat(again.byRisk()).hasSize(5);
        assertThat(again.atRandom()).hasSize(2);
        assertThat(Sample.draw(
                        again.seed(),
                        items.stream()
                                .map(AuditItems.Item::id)
                                .filter(id -> !again.byRisk().contains(id))
                                .toList(),
                        2))
                .isEqualTo(again.atRandom());
    }

    private ProcessInstance startedAudit() {
        desk.orders(acme);
        return audit();
    }
}
