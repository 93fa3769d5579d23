package org.countersign.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestServers;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.Cases;
import org.countersign.workflow.Spread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Every node is down for thirty days in which licenses fall due; nobody reports. More of them:
 * {@code mvn -q test -Dtest=OutageTest -Doutage.licenses=10000}.
 */
@CountersignTest
class OutageTest {

    private static final int SEVERE_AUDIT_DAYS = 30;
    private static final int DOWN_FROM_DAY = 20;
    private static final int DOWN_DAYS = 30;
    private static final Map<String, Integer> LADDER = Map.of("reminder", 1, "warning", 14);
    private static final int NOTICE_DAYS = 16;

    private final int count = Integer.getInteger("outage.licenses", 60);

    @Autowired
    private Cases cases;

    @Autowired
    private TimeMachine time;

    @Autowired
    private JdbcClient db;

    @Autowired
    private TransactionTemplate transaction;

    private Instant issuedAt;

    @BeforeEach
    void licensesOfSevereRisk() throws SQLException {
        issuedAt = time.now();
        asOwner(
                """
                INSERT INTO application (id, number, reference, tracking_key, lab_id, release_id, customer_id, customer_name,
                  submission, status, received_at, target_on, decide_by)
                SELECT 'a-outage-' || n, nextval('application_number'), 'CS-outage-' || n, md5('outage' || n), 'lab-aurora',
                  'aurora-6', 'outage-' || n, 'Outage', '%1$s'::jsonb, 'approved', '%2$s', '%2$s', '%2$s'
                FROM generate_series(1, %3$d) n"""
                        .formatted(Submissions.acme().replace("'", "''"), issuedAt, count),
                """
                INSERT INTO license (id, application_id, lab_id, release_id, customer_id, foreign_persons, users, countries,
                  domain, band, status, issued_at, expires_on, audit_days)
                SELECT 'outage-' || n, 'a-outage-' || n, 'lab-aurora', 'aurora-6', 'outage-' || n, true, 100, '{US}',
                  'software-engineering', 'severe', 'issued', '%1$s', '%1$s'::timestamptz + interval '1 year', %3$d
                FROM generate_series(1, %2$d) n"""
                        .formatted(issuedAt, count, SEVERE_AUDIT_DAYS));
        for (int n = 1; n <= count; n++) {
            String license = "outage-" + n;
            transaction.executeWithoutResult(status -> cases.startMonitoring(
                    "CS-" + license, "a-" + license, license, "Outage", "severe", issuedAt.plus(Duration.ofDays(365))));
        }
    }

    /** Other tests let years pass. */
    @AfterEach
    void endThem() throws SQLException {
        asOwner("UPDATE license SET status = 'surrendered', ended_at = now() WHERE id LIKE 'outage-%'");
        for (int n = 1; n <= count; n++) {
            String reference = "CS-outage-" + n;
            transaction.executeWithoutResult(status -> cases.licenseSurrendered(reference));
        }
    }

    @Test
    void nothingIsMissedAndNothingComesTwice() {
        time.advanceTo(noonOf(DOWN_FROM_DAY));
        Instant back = noonOf(DOWN_FROM_DAY + DOWN_DAYS);
        time.passTo(back);
        // Two nodes come back, and both look for what is due.
        List<Callable<Boolean>> nodes = new ArrayList<>();
        for (int node = 0; node < 2; node++) {
            nodes.add(() -> {
                time.runDueJobs();
                return true;
            });
        }
        assertThat(AtOnce.run(nodes)).allMatch(AtOnce.Outcome::succeeded);
        time.runDueJobs();

        assertThat(opened("SELECT license_id, due_on FROM audit_due"))
                .containsExactlyInAnyOrderElementsOf(expectedAudits());
        assertThat(opened("SELECT license_id, due_on FROM audit"))
                .containsExactlyInAnyOrderElementsOf(expectedAudits());
        assertThat(steps()).containsExactlyInAnyOrderElementsOf(expectedSteps(back));
        assertThat(inJournal("audit-opened")).containsExactlyInAnyOrderElementsOf(references());
        // Whoever was warned only now has the whole time to comply.
        assertThat(inJournal("license-suspended")).isEmpty();
        time.advanceTo(back.plus(Duration.ofDays(NOTICE_DAYS)));
        assertThat(inJournal("license-suspended")).containsExactlyInAnyOrderElementsOf(references());
        assertThat(db.sql(
                                """
                        SELECT count(*) FROM (SELECT 1 FROM notice WHERE application_id LIKE 'a-outage-%'
                          AND kind IN ('usage-reminder', 'usage-warning', 'usage-suspension')
                          GROUP BY application_id, kind, recipient HAVING count(*) > 1) twice""")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    /** By the days of the tables: the first audit is due up to a day before the interval is over, the next one later. */
    private List<String> expectedAudits() {
        return ids().stream()
                .map(id -> id + " "
                        + issuedAt.plus(Duration.ofDays(SEVERE_AUDIT_DAYS)).minus(Spread.of(id, Duration.ofDays(1))))
                .toList();
    }

    /** Weeks end on Sundays, and eleven days later the report of the first one is overdue. Each step comes in the morning. */
    private List<String> expectedSteps(Instant back) {
        Instant due = LocalDate.ofInstant(issuedAt, ZoneOffset.UTC)
                .with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY))
                .plusDays(11)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC);
        return ids().stream()
                .flatMap(id -> LADDER.entrySet().stream()
                        .filter(step ->
                                due.plus(Duration.ofDays(step.getValue())).isBefore(back))
                        .map(step -> id + " " + step.getKey()))
                .toList();
    }

    private List<String> opened(String sql) {
        return db.sql(sql + " WHERE license_id LIKE 'outage-%'")
                .query((row, n) -> row.getString("license_id") + " "
                        + row.getObject("due_on", OffsetDateTime.class).toInstant())
                .list();
    }

    private List<String> steps() {
        return db.sql(
                        """
                SELECT o.license_id || ' ' || s.step FROM overdue_step s JOIN overdue_report o ON o.id = s.overdue_id
                WHERE o.license_id LIKE 'outage-%'""")
                .query(String.class)
                .list();
    }

    private List<String> inJournal(String action) {
        return db.sql("SELECT subject FROM journal WHERE action = ? AND subject LIKE 'CS-outage-%'")
                .param(action)
                .query(String.class)
                .list();
    }

    private List<String> ids() {
        return IntStream.rangeClosed(1, count).mapToObj(n -> "outage-" + n).toList();
    }

    private List<String> references() {
        return ids().stream().map(id -> "CS-" + id).toList();
    }

    private Instant noonOf(int day) {
        return LocalDate.ofInstant(issuedAt, ZoneOffset.UTC)
                .plusDays(day)
                .atTime(12, 0)
                .toInstant(ZoneOffset.UTC);
    }

    /** Licenses without their cases: what their tables ask for rests meanwhile. */
    private static void asOwner(String... all) throws SQLException {
        try (Connection owner = DriverManager.getConnection(
                        TestServers.DATABASE.url(),
                        TestServers.DATABASE.ownerUser(),
                        TestServers.DATABASE.ownerPassword());
                var statement = owner.createStatement()) {
            statement.execute("SET search_path TO countersign");
            statement.execute("ALTER TABLE license DISABLE TRIGGER USER");
            for (String sql : all) {
                statement.execute(sql);
            }
            statement.execute("ALTER TABLE license ENABLE TRIGGER USER");
        }
    }
}
