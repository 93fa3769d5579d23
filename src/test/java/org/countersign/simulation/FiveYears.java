package org.countersign.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ManagementService;
import org.countersign.simulation.WatchedLicense.Expected;
import org.countersign.simulation.WatchedLicense.Period;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestServers;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.Cases;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Years of audits and usage reports of many licenses on the test clock, held against a calendar of its own. Too long for
 * every build, so no name that a build looks for:
 * {@code mvn -q test -Dtest=FiveYears -Dsimulation.licenses=3000 -Dsimulation.years=5 -Dsimulation.seed=7}.
 */
@CountersignTest
@TestPropertySource(properties = {"spring.mail.host=false", "logging.level.org.countersign.notification=warn"})
class FiveYears {

    private static final List<String> BANDS =
            List.of("low", "low", "low", "moderate", "moderate", "moderate", "moderate", "high", "high", "severe");
    private static final Duration STEP = Duration.ofHours(1);
    /** The clock goes on in steps, and runs on while many things are done that are due in one of them. */
    private static final Duration TOLERANCE = STEP.plusHours(2);

    private static final int WORKERS = 4;

    private static final int MOST_SHOWN = 20;

    private final int count = Integer.getInteger("simulation.licenses", 3_000);
    private final int years = Integer.getInteger("simulation.years", 5);
    private final long seed = Long.getLong("simulation.seed", 7);
    private final Map<String, Long> counted = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();

    @Autowired
    private Cases cases;

    @Autowired
    private LabApi api;

    @Autowired
    private TimeMachine time;

    @Autowired
    private Clock clock;

    @Autowired
    private JdbcClient db;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private ManagementService management;

    @Test
    void nothingIsMissedAndNothingComesTwice() throws Exception {
        long began = System.nanoTime();
        try (var workers = new Workers(management, time, clock, STEP.toMillis(), WORKERS)) {
            List<WatchedLicense> licenses = begin(workers);
            Map<LocalDate, List<String>> post = post(licenses);
            for (Map.Entry<LocalDate, List<String>> day : post.entrySet()) {
                workers.advanceTo(day.getKey().atTime(12, 0).toInstant(ZoneOffset.UTC));
                report(day.getValue());
            }
            workers.advanceTo(clock.instant().plus(Duration.ofDays(40)));
            licenses.forEach(this::check);
            counted.put("timers and other jobs run", workers.ran() - count);
        }
        counted.forEach((what, times) -> System.out.printf("%,12d  %s%n", times, what));
        System.out.printf(
                "%,d licenses, %d years, seed %d: %d s; missed, doubled or at another time: %d%n",
                count, years, seed, Duration.ofNanos(System.nanoTime() - began).toSeconds(), violations.size());
        assertThat(violations.stream().limit(MOST_SHOWN).toList()).isEmpty();
    }

    private List<WatchedLicense> begin(Workers workers) throws Exception {
        Instant now = clock.instant();
        var random = new Random(seed);
        List<WatchedLicense> licenses = new ArrayList<>();
        Instant end = now.atOffset(ZoneOffset.UTC).plusYears(years).toInstant();
        try (Connection owner = DriverManager.getConnection(
                TestServers.DATABASE.url(), TestServers.DATABASE.ownerUser(), TestServers.DATABASE.ownerPassword())) {
            owner.setAutoCommit(false);
            owner.createStatement().execute("SET search_path TO countersign");
            owner.createStatement().execute("ALTER TABLE license DISABLE TRIGGER USER");
            for (int n = 0; n < count; n++) {
                String band = BANDS.get(n % BANDS.size());
                licenses.add(new WatchedLicense("watched-" + n, band, now, end, new Random(random.nextLong())));
                insert(owner, n, band, now, end);
            }
            owner.createStatement().execute("ALTER TABLE license ENABLE TRIGGER USER");
            owner.commit();
        }
        workers.does(licenses.stream()
                .<Callable<Integer>>map(license -> () -> {
                    transaction.executeWithoutResult(status -> cases.startMonitoring(
                            reference(license), "a-" + license.id, license.id, "", license.band, end));
                    return 1;
                })
                .toList());
        return licenses;
    }

    private static String reference(WatchedLicense license) {
        return "CS-" + license.id;
    }

    private static void insert(Connection owner, int n, String band, Instant now, Instant end) throws SQLException {
        try (var application = owner.prepareStatement(
                        """
                INSERT INTO application (id, number, reference, tracking_key, lab_id, release_id, customer_id, customer_name,
                  submission, status, received_at, target_on, decide_by)
                VALUES ('a-watched-' || ?, nextval('application_number'), 'CS-watched-' || ?, md5(?::text), 'lab-aurora',
                  'aurora-6', 'watched-' || ?, 'Watched', ?::jsonb, 'approved', ?, ?, ?)""");
                var license = owner.prepareStatement(
                        """
                INSERT INTO license (id, application_id, lab_id, release_id, customer_id, foreign_persons, users, countries,
                  domain, band, status, issued_at, expires_on, audit_days)
                VALUES ('watched-' || ?, 'a-watched-' || ?, 'lab-aurora', 'aurora-6', 'watched-' || ?, true, 100, '{US}',
                  'software-engineering', ?, 'issued', ?, ?, 365)""")) {
            Object at = now.atOffset(ZoneOffset.UTC);
            Object[] words = {n, n, n, n, Submissions.acme(), at, at, at};
            for (int i = 0; i < words.length; i++) {
                application.setObject(i + 1, words[i]);
            }
            application.executeUpdate();
            words = new Object[] {n, n, n, band, at, end.atOffset(ZoneOffset.UTC)};
            for (int i = 0; i < words.length; i++) {
                license.setObject(i + 1, words[i]);
            }
            license.executeUpdate();
        }
    }

    /** What is reported on each day while the licenses live. */
    private Map<LocalDate, List<String>> post(List<WatchedLicense> licenses) {
        Map<LocalDate, List<String>> post = new TreeMap<>();
        for (WatchedLicense license : licenses) {
            for (Period period : license.periods()) {
                if (license.lives(period.reportedAt())) {
                    post.computeIfAbsent(period.reportedOn(), day -> new ArrayList<>())
                            .add(line(license, period));
                }
            }
        }
        return post;
    }

    private static String line(WatchedLicense license, Period period) {
        return """
                {"licenseId":"%s","reportId":"%s","periodStart":"%s","periodEnd":"%s","requests":1000,"tokens":50000,\
                "activeUsers":10,"foreignPersonUsers":0,"byUseCase":{"software-engineering":1000},"incidents":0}"""
                .formatted(license.id, period.start(), period.start(), period.end());
    }

    private void report(List<String> lines) {
        var answer = api.send(api.request("/api/v1/usage-reports:bulk")
                .header("Authorization", api.bearer(LabApi.AURORA))
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(String.join("\n", lines))));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().lines().filter(line -> line.contains("\"accepted\"")))
                .as(answer.body())
                .hasSize(lines.size());
        counted.merge("reports", (long) lines.size(), Long::sum);
    }

    private void check(WatchedLicense license) {
        compare(
                license,
                "audit",
                license.audits().stream().map(at -> new Expected("audit", at)).toList(),
                audits(license));
        compare(license, "ladder", license.ladders(), ladders(license));
    }

    private void compare(WatchedLicense license, String kind, List<Expected> expected, List<Expected> happened) {
        List<String> due = expected.stream().map(Expected::what).toList();
        if (!due.equals(happened.stream().map(Expected::what).toList())) {
            violations.add(
                    "%s %s %s: expected %s, happened %s".formatted(license.id, license.band, kind, expected, happened));
        } else {
            for (int n = 0; n < due.size(); n++) {
                Duration late =
                        Duration.between(expected.get(n).at(), happened.get(n).at());
                if (late.isNegative() || late.compareTo(TOLERANCE) > 0) {
                    violations.add("%s: %s happened at %s"
                            .formatted(
                                    license.id, expected.get(n), happened.get(n).at()));
                }
            }
        }
        happened.stream()
                .collect(Collectors.groupingBy(
                        one -> license.band + ": " + one.what().split(" \\d")[0], Collectors.counting()))
                .forEach((what, times) -> counted.merge(what, times, Long::sum));
    }

    private List<Expected> audits(WatchedLicense license) {
        return db.sql("SELECT 'audit' AS what, opened_at AS at FROM audit_due WHERE license_id = ? ORDER BY due_on")
                .param(license.id)
                .query(Expected.class)
                .list();
    }

    private List<Expected> ladders(WatchedLicense license) {
        return db.sql(
                        """
                SELECT what, at FROM (
                  SELECT 'overdue ' || period_start AS what, opened_at AS at, opened_at AS since, 0 AS place
                  FROM overdue_report WHERE license_id = :id
                  UNION ALL SELECT s.step, s.taken_at, o.opened_at, 1 FROM overdue_step s
                  JOIN overdue_report o ON o.id = s.overdue_id WHERE o.license_id = :id
                  UNION ALL SELECT 'caught up', ended_at, opened_at, 2 FROM overdue_report
                  WHERE license_id = :id AND ended_at IS NOT NULL) happened
                ORDER BY since, place, at""")
                .param("id", license.id)
                .query(Expected.class)
                .list();
    }
}
