package org.countersign.finding;

import java.time.Instant;
import java.util.List;
import org.countersign.license.Watched;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** For overviews: what is still to be put right about licenses that live. */
@Repository
public class OpenFindings {

    private static final String FROM =
            """
            FROM finding f JOIN license l ON l.id = f.held_against JOIN application a ON a.id = l.application_id
            LEFT JOIN LATERAL (SELECT due_on FROM finding_check WHERE finding_id = f.id
                               ORDER BY number DESC LIMIT 1) last ON true
            WHERE f.open AND\s"""
                    + Watched.THEIRS + " ";

    private final JdbcClient db;

    OpenFindings(JdbcClient db) {
        this.db = db;
    }

    /** A finding with the license it is about. */
    public record OpenFinding(
            String reference,
            String customerName,
            String licenseId,
            String customerId,
            String releaseId,
            String id,
            String source,
            String text,
            Instant dueOn) {

        public boolean isOverdueAt(Instant now) {
            return dueOn.isBefore(now);
        }
    }

    /** Due first, first. */
    public List<OpenFinding> of(Watched watched, int limit) {
        String query = "SELECT " + Watched.COLUMNS
                + ", f.id, f.source, f.text, coalesce(last.due_on, f.due_on) AS due_on " + FROM
                + "ORDER BY coalesce(last.due_on, f.due_on), f.id";
        return watched.rows(db, query, limit, OpenFinding.class);
    }

    public long count(Watched watched) {
        return watched.count(db, FROM);
    }
}
