package org.countersign.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.test.assertions.bpmn.AbstractAssertions;
import org.countersign.audit.Proposals;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.usage.ReportingPeriods.ReportingPeriod;
import org.countersign.workflow.LicenseMonitoring;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What follows when a usage report is missing, and how catching up ends it. */
@CountersignTest
class OverdueLadderTest {

    /** No look at a license comes later than this after the day the table says. */
    private static final Duration SPREAD = Duration.ofHours(6);

    @Autowired
    private TestCases cases;

    @Autowired
    private TimeMachine time;

    @Autowired
    private Licenses licenses;

    @Autowired
    private ReportingPeriods periods;

    @Autowired
    private MissingReports missing;

    @Autowired
    private Proposals proposals;

    @Autowired
    private ProcessEngine engine;

    @Autowired
    private JdbcClient db;

    private Case acme;
    private License license;
    private ReportingPeriod first;
    private ProcessInstance monitoring;

    @BeforeEach
    void aLicenseInForce() {
        AbstractAssertions.init(engine);
        acme = cases.approved();
        license = licenses.ofApplication(acme.id()).orElseThrow();
        first = periods.first(license);
        monitoring = cases.instance(acme, LicenseMonitoring.KEY);
    }

    @Test
    void expectsTheFirstReportTenDaysAfterTheEndOfTheMonthOfTheLicense() {
        LocalDate issued = LocalDate.ofInstant(license.issuedAt(), ZoneOffset.UTC);
        assertThat(first.start()).isEqualTo(issued);
        assertThat(first.end()).isEqualTo(issued.withDayOfMonth(issued.lengthOfMonth()));
        assertThat(first.dueOn())
                .isEqualTo(first.end().plusDays(11).atStartOfDay().toInstant(ZoneOffset.UTC));
        ReportingPeriod second = periods.after(license, first);
        assertThat(second.start()).isEqualTo(first.end().plusDays(1));
        assertThat(second.start().getDayOfMonth()).isEqualTo(1);
    }

    @Test
    void leavesWhoReportsInTimeAlone() {
        passTo(first.dueOn().minusSeconds(1));
        reported(first);
        passTo(first.dueOn().plus(SPREAD));

        assertThat(monitoring).isWaitingAt("reportDue").hasPassed("checkReport").hasNotPassed("overdueLadder");
        assertThat(missing.of(license.id())).isEmpty();
    }

    @Test
    void remindsThenWarnsThenSuspendsThenProposes() {
        passTo(first.dueOn().plus(SPREAD));
        assertThat(monitoring).isWaitingAt("reminderDue");
        assertThat(missing.of(license.id())).map(report -> report.periodStart()).contains(first.start());
        assertThat(steps()).isEmpty();

        passTo(after(1));
        assertThat(steps()).containsExactly("reminder");
        passTo(after(14));
        assertThat(steps()).containsExactly("reminder", "warning");
        assertThat(isGreen()).isTrue();
        passTo(after(30));
        assertThat(steps()).containsExactly("reminder", "warning", "suspension");
        assertThat(cases.greenLight(acme).get("reason").asText()).isEqualTo("license-suspended");
        passTo(after(90));
        assertThat(steps()).containsExactly("reminder", "warning", "suspension", "proposal");
        passTo(after(180));
        assertThat(steps()).containsExactly("reminder", "warning", "suspension", "proposal", "proposal");
        assertThat(cases.notices(acme))
                .contains("usage-reminder", "usage-warning", "usage-suspension", "usage-proposal");
        assertThat(monitoring).isWaitingAt("proposalDue", "auditDue");
    }

    @Test
    void tellsDirectorsWhatIsMissingSinceWhenAndWhatWasDoneAboutIt() {
        passTo(after(90));
        ReportingPeriod second = periods.after(license, first);

        String evidence = proposals.of(license.id()).get(0).evidence();

        LocalDate due = LocalDate.ofInstant(first.dueOn(), ZoneOffset.UTC);
        assertThat(evidence.lines())
                .contains(
                        "%s to %s: missing since %s.".formatted(first.start(), first.end(), due),
                        "The lab was reminded on %s.".formatted(due.plusDays(1)),
                        "The lab was warned that the license will be suspended on %s.".formatted(due.plusDays(14)),
                        "The license was suspended on %s.".formatted(due.plusDays(30)),
                        "The agencies were asked on %s.".formatted(due.plusDays(90)))
                .anyMatch(line -> line.startsWith("%s to %s: missing".formatted(second.start(), second.end())));
        long missing = evidence.lines()
                .filter(line -> line.contains(": missing since"))
                .count();
        assertThat(evidence).startsWith("Usage reports overdue: %d.".formatted(missing));
        assertThat(missing).isBetween(3L, 4L); // ninety days and what is left of the month of the license
    }

    @Test
    void catchingUpEndsTheLadderAndTheSuspension() {
        passTo(after(31));
        assertThat(isGreen()).isFalse();
        ReportingPeriod second = periods.after(license, first);

        reported(first);
        if (!second.dueOn().isAfter(time.now())) {
            assertThat(isGreen()).isFalse(); // the next one is overdue by now as well
            reported(second);
        }

        assertThat(isGreen()).isTrue();
        assertThat(missing.of(license.id())).isEmpty();
        assertThat(monitoring).isWaitingAt("reportDue").hasPassed("endOverdue");
        assertThat(cases.timeline(acme)).contains("report-caught-up", "license-reinstated");
        assertThat(cases.notices(acme)).contains("usage-caught-up");
    }

    @Test
    void aReportNobodyWasToldOfIsSeenAtTheNextStep() {
        passTo(first.dueOn().plus(SPREAD));
        store(first); // as if it came in the moment in which the ladder began
        passTo(after(1));

        assertThat(steps()).isEmpty();
        assertThat(monitoring).isWaitingAt("reportDue").hasPassed("nothingMissing", "endOverdue");
        assertThat(cases.notices(acme)).doesNotContain("usage-reminder", "usage-caught-up");
    }

    @Test
    void aPeriodMayBeReportedInParts() {
        passTo(first.dueOn().minusSeconds(1));
        reported(new ReportingPeriod(first.start(), first.end().minusDays(1), first.dueOn()));
        passTo(first.dueOn().plus(SPREAD));
        assertThat(missing.of(license.id())).isPresent();
        reported(new ReportingPeriod(first.end(), first.end(), first.dueOn()));
        assertThat(missing.of(license.id())).isEmpty();
    }

    @Test
    void aSuspensionOnAnotherGroundOutlivesTheLadder() {
        passTo(after(31));
        db.sql(
                        """
                INSERT INTO license_suspension (id, license_id, ground, reasons, suspended_at, suspended_by)
                VALUES (?, ?, 'audit', 'Failed.', now(), 'oncd.director')""")
                .params(license.id() + "-audit", license.id())
                .update();
        reported(first);
        reported(periods.after(license, first));
        assertThat(missing.of(license.id())).isEmpty();
        assertThat(isGreen()).isFalse();
    }

    @Test
    void theDatabaseRefusesASuspensionWithoutItsWarning() {
        passTo(first.dueOn().plus(SPREAD));
        String open = openOverdue();
        assertThatThrownBy(() -> db.sql(
                                "INSERT INTO overdue_step (overdue_id, step, number, taken_at) VALUES (?, 'suspension', 1, now())")
                        .param(open)
                        .update())
                .rootCause()
                .hasMessageContaining("no step of the overdue ladder is left out");
    }

    @Test
    void givesTheDaysOfTheWarningThoughItCameLate() {
        passTo(first.dueOn().plus(SPREAD));
        time.passTo(after(40)); // nobody could warn while every node was down
        time.runDueJobs();
        assertThat(steps()).containsExactly("reminder", "warning");
        assertThat(isGreen()).isTrue();
        assertThat(missing.suspensionOf(license.id())).hasValueSatisfying(announced -> assertThat(announced)
                .isBetween(after(56).minus(SPREAD), after(56)));

        passTo(after(55));
        assertThat(steps()).containsExactly("reminder", "warning");
        passTo(after(56));
        assertThat(steps()).containsExactly("reminder", "warning", "suspension");
        assertThat(isGreen()).isFalse();
    }

    @Test
    void theDatabaseRefusesASuspensionOnTheDayOfTheWarning() {
        passTo(after(14));
        assertThatThrownBy(() -> db.sql(
                                """
                        INSERT INTO overdue_step (overdue_id, step, number, taken_at)
                        SELECT overdue_id, 'suspension', 1, taken_at FROM overdue_step
                        WHERE overdue_id = ? AND step = 'warning'""")
                        .param(openOverdue())
                        .update())
                .rootCause()
                .hasMessageContaining("on the day of the warning");
    }

    @Test
    void whatIsOverdueEndsOnceAndIsNotTakenAway() {
        passTo(first.dueOn().plus(SPREAD));
        String open = openOverdue();
        reported(first);

        for (String change : new String[] {
            "UPDATE overdue_report SET ended_at = NULL WHERE id = ?",
            "UPDATE overdue_report SET ended_at = ended_at + interval '1 day' WHERE id = ?",
            "UPDATE overdue_report SET period_end = period_end + 1 WHERE id = ?",
            "DELETE FROM overdue_report WHERE id = ?",
            "DELETE FROM overdue_step WHERE overdue_id = ?"
        }) {
            assertThatThrownBy(() -> db.sql(change).param(open).update())
                    .as(change)
                    .hasStackTraceContaining(change.contains("ended_at") ? "is refused" : "permission denied");
        }
    }

    private String openOverdue() {
        return db.sql("SELECT id FROM overdue_report WHERE license_id = ? AND ended_at IS NULL")
                .param(license.id())
                .query(String.class)
                .single();
    }

    private Instant after(int days) {
        return first.dueOn().plus(Duration.ofDays(days)).plus(SPREAD);
    }

    private void passTo(Instant moment) {
        time.advanceTo(moment);
    }

    private List<String> steps() {
        return db.sql(
                        """
                SELECT s.step FROM overdue_step s JOIN overdue_report o ON o.id = s.overdue_id
                WHERE o.license_id = ? ORDER BY s.taken_at, s.number""")
                .param(license.id())
                .query(String.class)
                .list();
    }

    private boolean isGreen() {
        return cases.greenLight(acme).get("green").asBoolean();
    }

    private void reported(ReportingPeriod period) {
        assertThat(cases.reports(license.id(), period.start(), period.end()).status())
                .isEqualTo(201);
    }

    /** Past the door that tells the ladder. */
    private void store(ReportingPeriod period) {
        db.sql("SELECT open_usage_month(date_trunc('month', ?::date)::date)")
                .param(period.end())
                .query((row, n) -> 0)
                .list();
        Map<String, Object> report = Map.of("license", license.id(), "start", period.start(), "end", period.end());
        db.sql("INSERT INTO usage_report_key VALUES (:license, 'by-hand', :end, sha256('x'))")
                .params(report)
                .update();
        db.sql(
                        """
                INSERT INTO usage_report (license_id, report_id, period_start, period_end, requests, tokens, active_users,
                  foreign_users, by_use_case, incidents, remarks, received_at)
                VALUES (:license, 'by-hand', :start, :end, 1, 1, 1, 0, '{}', 0, '{}', now())""")
                .params(report)
                .update();
    }
}
