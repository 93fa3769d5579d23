package org.countersign.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.countersign.license.Watched;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** For overviews: the living licenses that miss a usage report, and how far up the ladder each is. */
@Repository
public class LateReports {

    private static final String FROM =
            """
            FROM overdue_report o JOIN license l ON l.id = o.license_id JOIN application a ON a.id = l.application_id
            WHERE o.ended_at IS NULL AND\s"""
                    + Watched.THEIRS + " ";

    private final JdbcClient db;

    LateReports(JdbcClient db) {
        this.db = db;
    }

    /**
     * A license with the oldest report that it misses.
     *
     * @param step what has followed last; null when nothing has yet
     */
    public record LateReport(
            String reference,
            String customerName,
            String licenseId,
            String customerId,
            String releaseId,
            LocalDate periodStart,
            LocalDate periodEnd,
            Instant dueOn,
            String step) {}

    /** Missing longest first. */
    public List<LateReport> of(Watched watched, int limit) {
        String query =
                """
                SELECT %s, o.period_start, o.period_end, o.due_on, (
                  SELECT s.step FROM overdue_step s WHERE s.overdue_id = o.id
                  ORDER BY array_position(ARRAY['proposal', 'suspension', 'warning', 'reminder'], s.step) LIMIT 1) AS step
                %s ORDER BY o.due_on, o.id"""
                        .formatted(Watched.COLUMNS, FROM);
        return watched.rows(db, query, limit, LateReport.class);
    }

    public long count(Watched watched) {
        return watched.count(db, FROM);
    }
}
