package org.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.test.assertions.bpmn.AbstractAssertions;
import org.countersign.license.Licenses;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.LicenseMonitoring;
import org.countersign.workflow.Spread;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@CountersignTest
class LicenseMonitoringTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private TimeMachine time;

    @Autowired
    private Licenses licenses;

    @Autowired
    private JdbcClient db;

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
    void opensAnAuditWithinTheDayBeforeTheIntervalEndsAndNotEarlier() {
        assertThat(monitoring).hasPassed("licenseInForce", "scheduleAudit").isWaitingAt("auditDue", "reportDue");
        time.advance(interval.minusDays(1).minusSeconds(1));
        assertThat(opened()).isEmpty();

        time.advance(Duration.ofDays(1).plusSeconds(1));

        assertThat(opened()).hasSize(1).first().satisfies(dueOn -> {
            assertThat(Duration.between(issuedAt(), dueOn)).isBetween(interval.minusDays(1), interval);
            assertThat(dueOn).isEqualTo(issuedAt().plus(interval).minus(Spread.of(licenseId(), Duration.ofDays(1))));
        });
        assertThat(monitoring).isWaitingAt("auditDue");
    }

    @Test
    void keepsToThePlanHoweverLateSomebodyLooks() {
        time.passTo(time.now().plus(interval.multipliedBy(2))); // nothing ran in between, as after a long outage
        time.runDueJobs();

        assertThat(opened()).hasSize(2);
        assertThat(Duration.between(opened().get(0), opened().get(1))).isEqualTo(interval);
    }

    @Test
    void expiresTheLicenseOnItsLastDayWhateverElseIsOpen() {
        time.advance(interval);
        time.advance(Duration.ofDays(366).minus(interval).plusMinutes(1)); // twelve months, in a leap year too

        assertThat(monitoring).isEnded().hasPassed("licenseLapsed", "expireLicense", "licenseExpired");
        assertThat(cases.openTasks(acme)).isEmpty();
        assertThat(cases.greenLight(acme).get("reason").asText()).isEqualTo("license-expired");
    }

    @Test
    void tellsTheLabWhenTheLicenseCanBeRenewed() {
        Instant expiresOn = licenses.get(licenseId()).expiresOn();
        time.advance(
                Duration.between(time.now(), expiresOn.minus(Duration.ofDays(60).plusSeconds(1))));
        assertThat(monitoring).hasNotPassed("renewalOpens");

        time.advance(Duration.ofSeconds(2));

        assertThat(monitoring)
                .hasPassed("renewalOpens", "tellRenewal", "renewalTold")
                .isNotEnded();
    }

    private List<Instant> opened() {
        return db.sql("SELECT due_on FROM audit_due WHERE license_id = ? ORDER BY due_on")
                .param(licenseId())
                .query(Instant.class)
                .list();
    }

    private Instant issuedAt() {
        return licenses.get(licenseId()).issuedAt();
    }

    private String licenseId() {
        return cases.asTheLabSeesIt(acme).get("licenseId").asText();
    }
}
