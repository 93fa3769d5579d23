package org.countersign.records;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.countersign.journal.Journal;
import org.countersign.problem.Invalid;
import org.countersign.problem.NotFound;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How long what is kept, and what has gone. */
@Component
class Schedule {

    private static final int COUNTED = 10_000;
    private static final int LONGEST_DAYS = 36_500;

    private final JdbcClient db;
    private final Journal journal;
    private final Clock clock;

    Schedule(JdbcClient db, Journal journal, Clock clock) {
        this.db = db;
        this.journal = journal;
        this.clock = clock;
    }

    public record Rule(
            String kind,
            String title,
            int keepDays,
            String begins,
            String source,
            String changedBy,
            int dueNow,
            int dueInThirtyDays) {}

    public record Disposal(String kind, String title, int items, String digest, Instant disposedAt) {}

    List<String> kinds() {
        return db.sql("SELECT kind FROM retention_rule ORDER BY position")
                .query(String.class)
                .list();
    }

    @Transactional(readOnly = true)
    public List<Rule> rules() {
        OffsetDateTime now = now();
        return db.sql(
                        """
                SELECT kind, title, keep_days, begins, source, changed_by,
                  (SELECT count(*) FROM records_due(kind, ?, ?)) AS due_now,
                  (SELECT count(*) FROM records_due(kind, ?, ?)) AS due_in_thirty_days
                FROM retention_rule ORDER BY position""")
                .params(now, COUNTED, now.plusDays(30), COUNTED)
                .query(Rule.class)
                .list();
    }

    List<Disposal> latest(int most) {
        return db.sql(
                        """
                SELECT d.kind, title, items, digest, disposed_at FROM disposal d JOIN retention_rule r ON r.kind = d.kind
                ORDER BY disposed_at DESC, d.id LIMIT ?""")
                .param(most)
                .query((row, n) -> new Disposal(
                        row.getString("kind"),
                        row.getString("title"),
                        row.getInt("items"),
                        row.getString("digest"),
                        row.getObject("disposed_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    @Transactional
    public void change(String kind, int keepDays, String source, String person) {
        String authority = Words.required("source", source, "Write the authority for this period.");
        if (keepDays < 1 || keepDays > LONGEST_DAYS) {
            throw new Invalid("keepDays", "Between 1 and 36,500 days, please.");
        }
        Integer before = db.sql("SELECT keep_days FROM retention_rule WHERE kind = ? FOR UPDATE")
                .param(kind)
                .query(Integer.class)
                .optional()
                .orElseThrow(() -> new NotFound("kind of records"));
        db.sql("UPDATE retention_rule SET keep_days = ?, source = ?, changed_by = ?, changed_at = ? WHERE kind = ?")
                .params(keepDays, authority, person, now(), kind)
                .update();
        journal.record(
                person, "retention-changed", kind, Map.of("keepDays", keepDays, "before", before, "source", authority));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
