package org.countersign.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.countersign.usage.ReportingPeriods.ReportingPeriod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which licenses miss a usage report, since when, and what has followed. */
@Repository
class OverdueReports {

    private final JdbcClient db;

    OverdueReports(JdbcClient db) {
        this.db = db;
    }

    /** @param periodStart of the oldest that is missing */
    record Overdue(
            String id,
            String licenseId,
            LocalDate periodStart,
            LocalDate periodEnd,
            Instant dueOn,
            Instant openedAt,
            Instant endedAt) {}

    void open(String licenseId, ReportingPeriod period, Instant now) {
        db.sql(
                        """
                INSERT INTO overdue_report (id, license_id, period_start, period_end, due_on, opened_at)
                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""")
                .params(
                        UUID.randomUUID().toString(),
                        licenseId,
                        period.start(),
                        period.end(),
                        period.dueOn().atOffset(ZoneOffset.UTC),
                        now.atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<Overdue> openOf(String licenseId) {
        return db.sql("SELECT * FROM overdue_report WHERE license_id = ? AND ended_at IS NULL")
                .param(licenseId)
                .query(Overdue.class)
                .optional();
    }

    /** Of these licenses those that miss a report. */
    List<String> openAmong(Collection<String> licenseIds) {
        return db.sql("SELECT license_id FROM overdue_report WHERE license_id = ANY (?) AND ended_at IS NULL")
                .param(licenseIds.toArray(String[]::new))
                .query(String.class)
                .list();
    }

    int taken(String overdueId, String step) {
        return db.sql("SELECT count(*) FROM overdue_step WHERE overdue_id = ? AND step = ?")
                .params(overdueId, step)
                .query(Integer.class)
                .single();
    }

    List<MissingReports.Taken> stepsOf(String overdueId) {
        return db.sql("SELECT step, taken_at FROM overdue_step WHERE overdue_id = ? ORDER BY taken_at, number")
                .param(overdueId)
                .query(MissingReports.Taken.class)
                .list();
    }

    void take(String overdueId, String step, Instant now) {
        db.sql("INSERT INTO overdue_step (overdue_id, step, number, taken_at) VALUES (?, ?, ?, ?)")
                .params(overdueId, step, taken(overdueId, step) + 1, now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void end(String overdueId, Instant now) {
        db.sql("UPDATE overdue_report SET ended_at = ? WHERE id = ?")
                .params(now.atOffset(ZoneOffset.UTC), overdueId)
                .update();
    }
}
