package org.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.camunda.bpm.engine.ManagementService;
import org.countersign.finding.Findings;
import org.countersign.journal.Journal;
import org.countersign.license.License;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TestServers;
import org.countersign.testing.TimeMachine;
import org.countersign.usage.ReportingPeriods;
import org.countersign.workflow.ComplianceAudit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A step that fails after it has written: the database breaks down under its last write. Nothing of it stays, it is tried
 * again, and its effects come once.
 */
@CountersignTest
class HalfWayTest {

    @Autowired
    private AutowireCapableBeanFactory beans;

    @Autowired
    private TestCases cases;

    @Autowired
    private TimeMachine time;

    @Autowired
    private ManagementService management;

    @Autowired
    private ReportingPeriods periods;

    @Autowired
    private Audits audits;

    @Autowired
    private Findings findings;

    @Autowired
    private Journal journal;

    @Autowired
    private JdbcClient db;

    private AuditDesk desk;
    private Case acme;
    private License license;

    @BeforeEach
    void aLicense() {
        desk = beans.createBean(AuditDesk.class);
        acme = desk.licensed();
        license = desk.license(acme);
    }

    @AfterEach
    void holdsAgain() throws SQLException {
        asOwner("DROP FUNCTION IF EXISTS break_down() CASCADE");
    }

    @Test
    void anAuditThatCouldNotBeDrawnIsOpenedOnce() throws SQLException {
        Instant due = license.issuedAt().plus(Duration.ofDays(license.auditDays()));
        time.advanceTo(due.minus(Duration.ofDays(1)).minusSeconds(1));
        breaksDown(
                "audit_sample",
                "EXISTS (SELECT 1 FROM audit WHERE id = NEW.audit_id AND license_id = '%s')".formatted(license.id()));

        time.passTo(due);
        time.runDueJobs();

        assertThat(failed()).isOne();
        assertThat(dueAudits()).isZero();
        assertThat(audits.of(license.id())).isEmpty();
        assertThat(cases.instance(acme, ComplianceAudit.KEY)).isNull();
        assertThat(actions()).doesNotContain("audit-opened");

        holdsAgain();
        time.runDueJobs();
        time.runDueJobs();

        assertThat(failed()).isZero();
        assertThat(dueAudits()).isOne();
        assertThat(audits.of(license.id())).hasSize(1);
        assertThat(cases.instance(acme, ComplianceAudit.KEY)).isNotNull();
        assertThat(actions()).containsOnlyOnce("audit-opened");
        // The first when the license began, the second when this one was opened.
        assertThat(actions()).filteredOn("audit-scheduled"::equals).hasSize(2);
    }

    @Test
    void aSuspensionNobodyCouldBeToldOfComesOnceAndIsToldOnce() throws SQLException {
        Instant due = periods.first(license).dueOn();
        time.advanceTo(due.plus(Duration.ofDays(30)).minusSeconds(1));
        breaksDown("notice", "NEW.application_id = '%s'".formatted(acme.id()));

        time.passTo(due.plus(Duration.ofDays(30)).plus(Duration.ofHours(6)));
        time.runDueJobs();

        assertThat(failed()).isOne();
        assertThat(steps()).containsExactly("reminder", "warning");
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isTrue();
        assertThat(actions()).doesNotContain("license-suspended");

        holdsAgain();
        time.runDueJobs();
        time.runDueJobs();

        assertThat(failed()).isZero();
        assertThat(steps()).containsExactly("reminder", "warning", "suspension");
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isFalse();
        assertThat(actions()).containsOnlyOnce("license-suspended");
        assertThat(cases.notices(acme)).contains("usage-suspension");
        assertThat(mostNoticesToOne("usage-suspension")).isOne();
    }

    @Test
    void anOverdueFindingNobodyCouldBeToldOfIsRecordedOnce() throws SQLException {
        desk.hasFindings(acme, 5, "No logs.");
        Instant due = findings.of(license.id()).get(0).dueOn();
        breaksDown("notice", "NEW.application_id = '%s'".formatted(acme.id()));

        time.passTo(due.plusSeconds(1));
        time.runDueJobs();

        assertThat(failed()).isOne();
        assertThat(actions()).doesNotContain("finding-overdue");

        holdsAgain();
        time.runDueJobs();
        time.runDueJobs();

        assertThat(failed()).isZero();
        assertThat(actions()).containsOnlyOnce("finding-overdue");
        assertThat(mostNoticesToOne("finding-overdue")).isOne();
    }

    private void breaksDown(String table, String when) throws SQLException {
        asOwner(
                """
                CREATE FUNCTION break_down() RETURNS trigger LANGUAGE plpgsql
                  SET search_path = countersign, pg_temp AS $$
                BEGIN
                  IF %s THEN
                    RAISE EXCEPTION 'the disk is full';
                  END IF;
                  RETURN NEW;
                END $$"""
                        .formatted(when));
        asOwner("CREATE TRIGGER breaks_down BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION break_down()"
                .formatted(table));
    }

    private static void asOwner(String sql) throws SQLException {
        try (Connection owner = DriverManager.getConnection(
                        TestServers.DATABASE.url(),
                        TestServers.DATABASE.ownerUser(),
                        TestServers.DATABASE.ownerPassword());
                var statement = owner.createStatement()) {
            statement.execute("SET search_path TO countersign");
            statement.execute(sql);
        }
    }

    /** Jobs of this case that have failed and wait for another try. */
    private long failed() {
        return management.createJobQuery().withException().list().stream()
                .filter(job -> cases.isOf(acme, job))
                .filter(job -> job.getRetries() > 0)
                .count();
    }

    private long dueAudits() {
        return db.sql("SELECT count(*) FROM audit_due WHERE license_id = ?")
                .param(license.id())
                .query(Long.class)
                .single();
    }

    private List<String> steps() {
        return db.sql(
                        """
                SELECT s.step FROM overdue_step s JOIN overdue_report o ON o.id = s.overdue_id
                WHERE o.license_id = ? ORDER BY s.taken_at""")
                .param(license.id())
                .query(String.class)
                .list();
    }

    private long mostNoticesToOne(String kind) {
        return db.sql(
                        """
                SELECT max(notices) FROM (SELECT count(*) AS notices FROM notice
                  WHERE application_id = ? AND kind = ? GROUP BY recipient) each""")
                .params(acme.id(), kind)
                .query(Long.class)
                .single();
    }

    private List<String> actions() {
        return journal.about(acme.reference()).stream()
                .map(Journal.JournalEntry::action)
                .toList();
    }
}
