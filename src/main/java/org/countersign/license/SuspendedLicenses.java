package org.countersign.license;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** For overviews: which licenses are out of force just now, and how many are in force. */
@Repository
public class SuspendedLicenses {

    private static final String FROM = "FROM license l JOIN application a ON a.id = l.application_id WHERE "
            + Watched.THEIRS + " AND l.status = 'suspended' ";

    private final JdbcClient db;
    private final Clock clock;

    SuspendedLicenses(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * A license that is suspended.
     *
     * @param since null when only a directive is in its way
     * @param grounds every ground it is suspended on; empty when only a directive is in its way
     */
    public record SuspendedLicense(
            String reference,
            String customerName,
            String licenseId,
            String customerId,
            String releaseId,
            Instant since,
            String grounds) {}

    /** Suspended longest first. */
    public List<SuspendedLicense> of(Watched watched, int limit) {
        String query =
                """
                SELECT found.*, s.since, coalesce(s.grounds, '') AS grounds FROM (SELECT %s %s) found
                LEFT JOIN LATERAL (
                  SELECT min(suspended_at) AS since, string_agg(ground, ', ' ORDER BY suspended_at, ground) AS grounds
                  FROM license_suspension WHERE license_id = found.license_id AND lifted_at IS NULL) s ON true
                ORDER BY s.since NULLS LAST, found.license_id"""
                        .formatted(Watched.COLUMNS, FROM);
        return watched.rows(db, query, limit, SuspendedLicense.class);
    }

    public long count(Watched watched) {
        return watched.count(db, FROM);
    }

    /** Licenses whose users may use their releases now. */
    public long inForce() {
        return db.sql(
                        """
                SELECT count(*) FROM license
                WHERE status = 'issued' AND (expires_on > ? OR kept_alive_by IS NOT NULL)""")
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }
}
