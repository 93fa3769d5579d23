package org.countersign.usage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** For audits: the reports of a license with what speaks for a look at each. */
@Repository
public class CountedReports {

    private static final String SELECT =
            """
            SELECT r.*, coalesce(d.kinds, '{}') AS kinds FROM usage_report r
            LEFT JOIN LATERAL (
              SELECT array_agg(kind ORDER BY kind) AS kinds FROM usage_deviation
              WHERE license_id = r.license_id AND report_id = r.report_id) d ON true
            WHERE r.license_id = ? AND\s""";

    private final JdbcClient db;

    CountedReports(JdbcClient db) {
        this.db = db;
    }

    /**
     * A report as an audit meets it.
     *
     * @param deviations the bounds it lies outside of
     * @param supersededBy null as long as it counts
     */
    public record CountedReport(
            String reportId,
            LocalDate periodStart,
            LocalDate periodEnd,
            long requests,
            long activeUsers,
            long incidents,
            boolean late,
            List<String> deviations,
            String supersededBy) {}

    /** Those that count and came at this moment or later, oldest period first. */
    public List<CountedReport> since(String licenseId, Instant moment) {
        return db.sql(SELECT + "r.superseded_by IS NULL AND r.received_at >= ? ORDER BY r.period_start, r.period_end")
                .params(licenseId, moment.atOffset(ZoneOffset.UTC))
                .query(CountedReports::report)
                .list();
    }

    /** The named ones, also when they were corrected since. */
    public List<CountedReport> named(String licenseId, Collection<String> reportIds) {
        return db.sql(SELECT + "r.report_id = ANY (?) ORDER BY r.period_start, r.period_end")
                .params(licenseId, reportIds.toArray(String[]::new))
                .query(CountedReports::report)
                .list();
    }

    private static CountedReport report(ResultSet row, int number) throws SQLException {
        return new CountedReport(
                row.getString("report_id"),
                row.getObject("period_start", LocalDate.class),
                row.getObject("period_end", LocalDate.class),
                row.getLong("requests"),
                row.getLong("active_users"),
                row.getLong("incidents"),
                List.of((String[]) row.getArray("remarks").getArray()).contains(Receipt.LATE),
                List.of((String[]) row.getArray("kinds").getArray()),
                row.getString("superseded_by"));
    }
}
