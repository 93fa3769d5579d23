package org.countersign.clock;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.journal.Journal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Deadlines that passed. The system finds them itself; the applicant may appeal each. */
@Repository
public class MissedDeadlines {

    private final JdbcClient db;
    private final ClockEvents events;
    private final Journal journal;
    private final Clock clock;

    MissedDeadlines(JdbcClient db, ClockEvents events, Journal journal, Clock clock) {
        this.db = db;
        this.events = events;
        this.journal = journal;
        this.clock = clock;
    }

    public record MissedDeadline(String id, String clock, String holder, Instant dueOn, Instant recordedAt) {}

    /** Notes that a clock has run out, once. A clock that was stopped or paused in time has not. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(String applicationId, String name, String holder) {
        Instant now = clock.instant();
        ClockRun.openIn(events.of(applicationId), name, holder).ifPresent(run -> recordIfOver(applicationId, run, now));
    }

    void recordIfOver(String applicationId, ClockRun run, Instant now) {
        if (run.hasRunOutBy(now)) {
            add(applicationId, run, now);
        }
    }

    private void add(String applicationId, ClockRun run, Instant now) {
        var missed = new MissedDeadline(UUID.randomUUID().toString(), run.clock(), run.holder(), run.dueOn(), now);
        int added = db.sql(
                        """
                INSERT INTO missed_deadline (id, application_id, clock, holder, due_on, recorded_at)
                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""")
                .params(
                        missed.id(),
                        applicationId,
                        missed.clock(),
                        missed.holder(),
                        missed.dueOn().atOffset(ZoneOffset.UTC),
                        now.atOffset(ZoneOffset.UTC))
                .update();
        if (added == 1) {
            journal.record(
                    "system",
                    "deadline-missed",
                    referenceOf(applicationId),
                    Map.of(
                            "clock", missed.clock(),
                            "holder", missed.holder(),
                            "dueOn", missed.dueOn().toString()));
        }
    }

    private String referenceOf(String applicationId) {
        return db.sql("SELECT reference FROM application WHERE id = ?")
                .param(applicationId)
                .query(String.class)
                .single();
    }

    /** Oldest first. */
    public List<MissedDeadline> of(String applicationId) {
        return db.sql("SELECT * FROM missed_deadline WHERE application_id = ? ORDER BY recorded_at, id")
                .param(applicationId)
                .query((row, n) -> new MissedDeadline(
                        row.getString("id"),
                        row.getString("clock"),
                        row.getString("holder"),
                        row.getObject("due_on", OffsetDateTime.class).toInstant(),
                        row.getObject("recorded_at", OffsetDateTime.class).toInstant()))
                .list();
    }
}
