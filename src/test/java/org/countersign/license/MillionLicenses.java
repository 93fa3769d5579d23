package org.countersign.license;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.countersign.testing.TestServers;

/** A million licenses at once, put there by the owner of the tables without the signatures they would need. */
final class MillionLicenses {

    static final int COUNT = 1_000_000;

    private MillionLicenses() {}

    /** @param suspended how many of a hundred, in random places */
    static void load(int suspended) throws SQLException {
        var database = TestServers.DATABASE;
        try (Connection owner =
                        DriverManager.getConnection(database.url(), database.ownerUser(), database.ownerPassword());
                Statement sql = owner.createStatement()) {
            sql.execute("SET search_path TO countersign");
            try (var there = sql.executeQuery("SELECT 1 FROM license WHERE application_id = 'measured-1'")) {
                if (there.next()) {
                    return; // by another measuring of the same run
                }
            }
            sql.execute("SELECT setseed(0.20260612)");
            sql.execute("ALTER TABLE license DISABLE TRIGGER USER");
            sql.execute("ALTER TABLE license DROP CONSTRAINT license_application_id_fkey");
            sql.execute(
                    """
                    INSERT INTO license (id, application_id, lab_id, release_id, customer_id, foreign_persons, users,
                      countries, domain, band, status, issued_at, expires_on, audit_days)
                    SELECT gen_random_uuid(), 'measured-' || n, 'lab-aurora', 'aurora-6', 'customer-' || n, n %% 3 = 0, 50,
                      '{US,IN}', 'software-engineering', 'moderate',
                      CASE WHEN random() < %s THEN 'suspended' ELSE 'issued' END, now(), now() + interval '360 days', 180
                    FROM generate_series(1, %s) n"""
                            .formatted(suspended / 100.0, COUNT));
            sql.execute("ALTER TABLE license ENABLE TRIGGER USER");
            sql.execute("INSERT INTO list_change (list) SELECT DISTINCT list_index >> 20 FROM license");
            sql.execute("ANALYZE license");
        }
    }
}
