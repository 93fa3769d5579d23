package org.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.test.assertions.bpmn.AbstractAssertions;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.LicenseMonitoring;
import org.countersign.workflow.RuleBroken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Every path of {@code license-monitoring.bpmn}, driven by its timers. */
@CountersignTest
class LicenseMonitoringTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private TimeMachine time;

    @Autowired
    private Audits audits;

    @Autowired
    private ProcessEngine engine;

    private Case acme;
    private ProcessInstance monitoring;
    private Duration interval;

    @BeforeEach
    void aLicenseInForce() {
        AbstractAssertions.init(engine);
        acme = cases.approved();
        monitoring = cases.instance(acme, LicenseMonitoring.KEY);
        // The example is of moderate risk: audited every 180 days.
        interval = Duration.ofDays(180);
    }

    @Test
    void opensAnAuditOnTheDayTheIntervalEndsAndNotBefore() {
        assertThat(monitoring).hasPassed("licenseInForce", "scheduleAudit").isWaitingAt("auditDue");
        time.advance(interval.minusHours(1));
        assertThat(monitoring).isWaitingAt("auditDue");
        assertThat(cases.openTasks(acme)).isEmpty();

        time.advance(Duration.ofHours(1));

        assertThat(monitoring).isWaitingAt("auditLicense").hasNotPassed("licenseExpired");
        assertThat(cases.openTasks(acme)).containsExactly("auditLicense");
    }

    @Test
    void recordsAnAuditAndSchedulesTheNext() {
        time.advance(interval);
        staff.complete("auditor.one", cases.task(acme, "auditLicense"), Map.of("result", "passed"));

        assertThat(monitoring).isWaitingAt("auditDue");
        assertThat(audits.of(licenseId())).singleElement().satisfies(audit -> {
            assertThat(audit.result()).isEqualTo("passed");
            assertThat(audit.auditedBy()).isEqualTo("auditor.one");
        });
        time.advance(interval);
        assertThat(monitoring).isWaitingAt("auditLicense");
    }

    @Test
    void expiresTheLicenseOnItsLastDayWhateverElseIsOpen() {
        time.advance(interval);
        assertThat(monitoring).isWaitingAt("auditLicense");
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isTrue();

        time.advance(Duration.ofDays(366).minus(interval).plusMinutes(1)); // twelve months, in a leap year too

        assertThat(monitoring).isEnded().hasPassed("licenseLapsed", "expireLicense", "licenseExpired");
        assertThat(cases.openTasks(acme)).isEmpty();
        assertThat(cases.greenLight(acme).get("reason").asText()).isEqualTo("license-expired");
    }

    @Test
    void refusesAnAuditThatSaysTooLittle() {
        time.advance(interval);
        Task audit = cases.task(acme, "auditLicense");
        LocalDate yesterday = LocalDate.ofInstant(time.now(), ZoneOffset.UTC).minusDays(1);
        refuses(audit, Map.of("result", "fine"), "Choose one of: passed, findings, failed.");
        refuses(audit, Map.of("result", "findings"), "Say what was found.");
        refuses(
                audit,
                Map.of("result", "findings", "findings", "No logs."),
                "Say by when the findings must be mended.");
        refuses(
                audit,
                Map.of("result", "findings", "findings", "No logs.", "dueOn", "soon"),
                "Enter a date such as 2026-12-31.");
        refuses(
                audit,
                Map.of("result", "findings", "findings", "No logs.", "dueOn", yesterday.toString()),
                "This date has passed already.");
        assertThat(audits.of(licenseId())).isEmpty();

        staff.complete(
                "auditor.two",
                audit,
                Map.of(
                        "result",
                        "findings",
                        "findings",
                        "No logs.",
                        "dueOn",
                        yesterday.plusDays(30).toString()));
        assertThat(audits.of(licenseId())).singleElement().satisfies(found -> assertThat(found.findings())
                .isEqualTo("No logs."));
    }

    private void refuses(Task audit, Map<String, Object> form, String words) {
        assertThatThrownBy(() -> staff.complete("auditor.two", audit, form))
                .isInstanceOf(RuleBroken.class)
                .hasMessage(words);
    }

    private String licenseId() {
        return cases.asTheLabSeesIt(acme).get("licenseId").asText();
    }
}
