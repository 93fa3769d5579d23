package org.countersign.usage;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.countersign.database.EmbeddedDatabase;
import org.countersign.testing.Submissions;

/** Licenses of one lab, put there without their cases by the owner of the tables while the tables' own rules rest. */
final class UsageLoad {

    static final int AGE_DAYS = 350;

    private UsageLoad() {}

    /** Of every band, nearly a year old. */
    static void licenses(EmbeddedDatabase database, int count, Instant now) throws SQLException {
        licenses(database, count, now.minus(AGE_DAYS, ChronoUnit.DAYS), "low,moderate,high,severe");
    }

    /** @param bands in turn */
    static void licenses(EmbeddedDatabase database, int count, Instant issuedAt, String bands) throws SQLException {
        String issued = "'" + issuedAt + "'::timestamptz";
        try (Connection owner =
                        DriverManager.getConnection(database.url(), database.ownerUser(), database.ownerPassword());
                Statement sql = owner.createStatement()) {
            sql.execute("SET search_path TO countersign");
            sql.execute("ALTER TABLE license DISABLE TRIGGER USER");
            sql.execute(
                    """
                    INSERT INTO application (id, number, reference, tracking_key, lab_id, release_id, customer_id,
                      customer_name, submission, status, received_at, target_on, decide_by)
                    SELECT 'used-' || n, nextval('application_number'), 'CS-U-' || n, md5(n::text), 'lab-aurora',
                      'aurora-6', 'user-' || n, 'Organisation ' || n, '%1$s'::jsonb, 'approved', %2$s, %2$s, %2$s
                    FROM generate_series(1, %3$d) n"""
                            .formatted(Submissions.acme().replace("'", "''"), issued, count));
            sql.execute(
                    """
                    INSERT INTO license (id, application_id, lab_id, release_id, customer_id, foreign_persons, users,
                      countries, domain, band, status, issued_at, expires_on, audit_days)
                    SELECT 'used-' || n, 'used-' || n, 'lab-aurora', 'aurora-6', 'user-' || n, true, 50, '{US,IN}',
                      'software-engineering', b[1 + n %% cardinality(b)], 'issued', %1$s,
                      %1$s + interval '365 days', 180
                    FROM generate_series(1, %2$d) n, string_to_array('%3$s', ',') b"""
                            .formatted(issued, count, bands));
            sql.execute("ALTER TABLE license ENABLE TRIGGER USER");
            sql.execute("ANALYZE license");
            sql.execute("ANALYZE application");
        }
    }

    /** One report of every license for the same days, as if each had been sent in time. */
    static void reports(EmbeddedDatabase database, LocalDate start, LocalDate end) throws SQLException {
        try (Connection owner =
                        DriverManager.getConnection(database.url(), database.ownerUser(), database.ownerPassword());
                Statement sql = owner.createStatement()) {
            sql.execute("SET search_path TO countersign");
            sql.execute("SELECT open_usage_month('%s')".formatted(end.withDayOfMonth(1)));
            sql.execute(
                    """
                    INSERT INTO usage_report (license_id, report_id, period_start, period_end, requests, tokens,
                      active_users, foreign_users, by_use_case, incidents, remarks, received_at)
                    SELECT id, '%1$s', '%1$s', '%2$s', 1000, 50000, 10, 0, '{"software-engineering": 1000}', 0, '{}', now()
                    FROM license"""
                            .formatted(start, end));
        }
    }

    /** A remarkable thing in one of five hundred. @param month from 0, of the license's life @return without its end */
    static String report(String prefix, int license, int month, Instant now) {
        LocalDate first = LocalDate.ofInstant(now.minus(AGE_DAYS, ChronoUnit.DAYS), ZoneOffset.UTC)
                .plusDays(30L * month);
        return """
                {"reportId":"%s-%d","periodStart":"%s","periodEnd":"%s","requests":%d,"tokens":48211003,"activeUsers":%d,\
                "foreignPersonUsers":3,"byUseCase":{"software-engineering":912,"general-productivity":31},"incidents":0,\
                "countries":["US","IN"]"""
                .formatted(
                        prefix,
                        month,
                        first,
                        first.plusDays(29),
                        9_000 + (license * 31 + month * 17) % 2_000,
                        license % 500 == 0 ? 70 : 40);
    }

    static String line(String prefix, int license, int month, Instant now) {
        return report(prefix, license, month, now) + ",\"licenseId\":\"used-" + license + "\"}\n";
    }
}
