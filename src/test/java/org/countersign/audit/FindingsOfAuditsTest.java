package org.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.countersign.audit.AuditDesk.MENDED;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.test.assertions.bpmn.AbstractAssertions;
import org.countersign.finding.Finding;
import org.countersign.finding.Findings;
import org.countersign.journal.Journal;
import org.countersign.license.License;
import org.countersign.license.Suspensions;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.Attempts;
import org.countersign.workflow.FindingProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every path of {@code finding.bpmn}: what an audit has shown is put right, or something follows. */
@CountersignTest
class FindingsOfAuditsTest {

    @Autowired
    private AutowireCapableBeanFactory beans;

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private LabApi api;

    @Autowired
    private TimeMachine time;

    @Autowired
    private Findings findings;

    @Autowired
    private Suspensions suspensions;

    @Autowired
    private Journal journal;

    @Autowired
    private Attempts attempts;

    @Autowired
    private ProcessEngine engine;

    @Autowired
    private JdbcClient db;

    private Case acme;

    private AuditDesk desk;

    @BeforeEach
    void aLicense() {
        desk = beans.createBean(AuditDesk.class);
        AbstractAssertions.init(engine);
        acme = desk.licensed();
    }

    private ProcessInstance process() {
        return cases.instance(acme, FindingProcess.KEY);
    }

    private Finding only() {
        List<Finding> all = findings.of(desk.license(acme).id());
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private List<String> actions() {
        return journal.about(acme.reference()).stream()
                .map(Journal.JournalEntry::action)
                .toList();
    }

    @Test
    void isClosedByAnotherAuditorThanTheOneWhoRaisedIt() {
        desk.hasFindings(acme, 20, "No logs.");
        ProcessInstance finding = process();
        assertThat(finding).isWaitingAt("closeFinding");
        assertThatThrownBy(() -> desk.completes("auditor.one", acme, "closeFinding", MENDED))
                .isNotNull();
        assertThatThrownBy(() -> db.sql(
                                """
                        INSERT INTO finding_check (finding_id, number, mended, note, checked_by, checked_at)
                        VALUES (?, 1, true, 'Fine.', 'auditor.one', now())""")
                        .param(only().id())
                        .update())
                .isInstanceOf(DataAccessException.class);

        desk.completes("auditor.two", acme, "closeFinding", MENDED);

        assertThat(finding).isEnded().hasPassed("liftAuditSuspension", "findingClosed");
        assertThat(only().open()).isFalse();
        assertThat(actions()).contains("finding-closed").doesNotContain("license-reinstated");
    }

    @Test
    void isClosedWhenTheOutcomeIsLeftOutButNeverWithoutANote() {
        desk.hasFindings(acme, 20, "No logs.");
        Task task = cases.task(acme, "closeFinding");
        desk.refuses("auditor.two", task, Map.of(), "Say what you have seen.");
        desk.refuses(
                "auditor.two", task, Map.of("outcome", "fine", "note", "Seen."), "Choose one of: closed, not-mended.");
        assertThat(only().open()).isTrue();
        desk.completes("auditor.two", acme, "closeFinding", Map.of("note", "Seen on site."));
        assertThat(only().open()).isFalse();
    }

    @Test
    void getsANewDateWhenItIsNotMendedAndIsOverdueOnThatOne() {
        desk.hasFindings(acme, 5, "No logs.");
        ProcessInstance finding = process();
        Task task = cases.task(acme, "closeFinding");
        Map<String, Object> form = new HashMap<>(Map.of("outcome", "not-mended", "note", "Half of it."));
        desk.refuses("auditor.two", task, form, "Say by when it must be put right.");
        form.put("dueOn", desk.today().plusDays(30).toString());
        staff.complete("auditor.two", task, form);

        assertThat(finding).isWaitingAt("closeFinding");
        desk.waits(6);
        assertThat(actions()).doesNotContain("finding-overdue");
        desk.waits(25);
        assertThat(actions()).containsOnlyOnce("finding-overdue");
        desk.completes("auditor.two", acme, "closeFinding", MENDED);
        assertThat(finding).isEnded();
    }

    @Test
    void isOverdueAfterTheLastSecondOfItsDayAndTheLabIsTold() {
        desk.hasFindings(acme, 5, "No logs.");
        ProcessInstance finding = process();
        Instant end = desk.today().plusDays(5).atTime(LocalTime.of(23, 59, 59)).toInstant(ZoneOffset.UTC);
        assertThat(only().dueOn()).isEqualTo(end);

        time.advanceTo(end.minusSeconds(1));
        assertThat(actions()).doesNotContain("finding-overdue");
        time.advanceTo(end.plusSeconds(1));

        assertThat(actions()).containsOnlyOnce("finding-overdue");
        assertThat(cases.notices(acme)).contains("finding-overdue");
        assertThat(finding)
                .isWaitingAt("closeFinding")
                .hasPassed("overdueRecorded")
                .hasNotPassed("proposeSanction");
        time.runDueJobs();
        assertThat(actions()).containsOnlyOnce("finding-overdue");
    }

    @Test
    void bringsALicenseOfSevereRiskBeforeItsAgenciesWhenOverdue() {
        acme = desk.licensedAtSevereRisk();
        desk.orders(acme);
        desk.completes("auditor.one", acme, "auditLicense", desk.found("findings", 5, "No logs.", "No keys."));
        desk.completes("auditor.two", acme, "confirmAudit", AuditDesk.CONFIRMED);
        desk.waits(6);

        // Two findings, one question to the agencies.
        assertThat(desk.openTasks(acme)).containsExactly("closeFinding", "closeFinding", "decideSanction");
        assertThat(actions()).containsOnlyOnce("sanction-proposed");
    }

    @Test
    void takesTheTwentyNinthOfFebruaryForADay() {
        LocalDate leap = desk.today().withDayOfYear(1);
        while (!leap.isLeapYear()) {
            leap = leap.plusYears(1);
        }
        LocalDate day = LocalDate.of(leap.getYear(), 2, 29);
        if (!day.isAfter(desk.today())) {
            day = LocalDate.of(leap.getYear() + 4, 2, 29);
        }
        // As long before it as a date may be away.
        time.passTo(day.minusDays(20).atStartOfDay().toInstant(ZoneOffset.UTC));
        acme = desk.licensed();
        desk.orders(acme);
        Map<String, Object> form = desk.found("findings", 1, "No logs.");
        form.put("dueOn", day.toString());
        desk.completes("auditor.one", acme, "auditLicense", form);
        assertThat(only().dueOn()).hasToString(day + "T23:59:59Z");

        time.advanceTo(day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC));

        assertThat(actions()).containsOnlyOnce("finding-overdue");
    }

    @Test
    void liftsTheSuspensionWithTheLastFindingAndNotBefore() {
        desk.hasFindings(acme, 20, "No logs.", "Keys are shared.");
        License license = desk.license(acme);
        attempts.at(() -> suspensions.suspend(license.id(), "audit", "Not put right.", "oncd.director"));
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isFalse();

        List<Task> both = engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(acme.reference())
                .taskDefinitionKey("closeFinding")
                .list();
        staff.complete("auditor.two", both.get(0), MENDED);
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isFalse();
        staff.complete("auditor.two", both.get(1), MENDED);

        assertThat(cases.greenLight(acme).get("green").asBoolean()).isTrue();
        assertThat(actions()).containsOnlyOnce("license-reinstated");
    }

    @Test
    void maySeeAnyAuditorWhenTheRegistryRaisedItBySelf() {
        attempts.at(() -> findings.raise(
                desk.license(acme),
                Finding.USAGE,
                "report-1",
                "Three times the users that were declared.",
                time.now().plus(Duration.ofDays(10)),
                "system"));
        desk.completes("auditor.one", acme, "closeFinding", MENDED);
        assertThat(only().open()).isFalse();
    }

    @Test
    void endsWithTheLicense() {
        desk.hasFindings(acme, 20, "No logs.");
        ProcessInstance finding = process();
        api.post(LabApi.AURORA, "/api/v1/licenses/" + desk.license(acme).id() + "/surrender", "{}");
        assertThat(finding).isEnded().hasPassed("licenseEnded", "findingMoot");
        assertThat(desk.openTasks(acme)).isEmpty();
    }
}
