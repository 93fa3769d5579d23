package org.countersign.directive;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestServers;

/**
 * Many licenses at once, put there without their cases by the owner of the tables while the tables' own rules rest. Every
 * customer holds two, one of each lab; of two customers one has foreign persons among its users.
 */
final class LicenseLoad {

    private static final String APPLICATIONS =
            """
            INSERT INTO application (id, number, reference, tracking_key, lab_id, release_id, customer_id, customer_name,
              submission, status, received_at, target_on, decide_by)
            SELECT ? || 'a' || n, nextval('application_number'), ? || 'r' || n, md5(n::text),
              CASE n %% 2 WHEN 0 THEN 'lab-aurora' ELSE 'lab-borealis' END,
              CASE n %% 2 WHEN 0 THEN 'aurora-6' ELSE 'borealis-3' END,
              ? || (n / 2), 'Organisation ' || (n / 2), ?::jsonb, 'approved', %1$s, %1$s, %1$s
            FROM generate_series(0, ? - 1) n""";

    private static final String LICENSES =
            """
            INSERT INTO license (id, application_id, lab_id, release_id, customer_id, foreign_persons, users, countries,
              domain, band, status, issued_at, expires_on, audit_days)
            SELECT md5(? || n)::uuid::text, ? || 'a' || n,
              CASE n %% 2 WHEN 0 THEN 'lab-aurora' ELSE 'lab-borealis' END,
              CASE n %% 2 WHEN 0 THEN 'aurora-6' ELSE 'borealis-3' END,
              ? || (n / 2), n / 2 %% 2 = 0, 10 + n %% 90, '{US}',
              (ARRAY['software-engineering', 'finance', 'education', 'healthcare', 'research'])[1 + n / 2 %% 5],
              (ARRAY['low', 'moderate', 'high', 'severe', 'low', 'low', 'moderate', 'moderate', 'moderate', 'low'])[
                1 + n / 2 %% 10],
              'issued', %1$s, %1$s + interval '365 days', 365
            FROM generate_series(0, ? - 1) n""";

    private LicenseLoad() {}

    /** @param submission as small as it may be for the measurement, real where pages show it */
    static void load(String prefix, int count, String submission, java.time.Instant issuedAt) {
        String at = "'" + issuedAt + "'::timestamptz";
        try (Connection owner = owner()) {
            owner.setAutoCommit(false);
            run(owner, "ALTER TABLE license DISABLE TRIGGER USER");
            insert(owner, APPLICATIONS.formatted(at), prefix, prefix, prefix, submission, count);
            insert(owner, LICENSES.formatted(at), prefix, prefix, prefix, count);
            run(owner, "INSERT INTO list_change SELECT DISTINCT (list_index >> 20)::int FROM license");
            run(owner, "ALTER TABLE license ENABLE TRIGGER USER");
            owner.commit();
            owner.setAutoCommit(true);
            run(owner, "ANALYZE license");
            run(owner, "ANALYZE application");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static void load(String prefix, int count, java.time.Instant issuedAt) {
        load(prefix, count, Submissions.acme(), issuedAt);
    }

    static Connection owner() throws SQLException {
        Connection owner = DriverManager.getConnection(
                TestServers.DATABASE.url(), TestServers.DATABASE.ownerUser(), TestServers.DATABASE.ownerPassword());
        run(owner, "SET search_path TO countersign");
        return owner;
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void insert(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }
}
