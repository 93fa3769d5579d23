package org.countersign.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The record of every step that matters. An entry commits together with the step it tells of, or
 * neither does; it carries the hash of the entry before it, so a changed or missing entry shows.
 */
@Component
public class Journal {

    private final JdbcClient db;
    private final Clock clock;
    private final PendingEntries pending;
    private final ObjectProvider<PolicyInForce> policy;

    Journal(JdbcClient db, Clock clock, PendingEntries pending, ObjectProvider<PolicyInForce> policy) {
        this.db = db;
        this.clock = clock;
        this.pending = pending;
        this.policy = policy;
    }

    /**
     * Adds an entry at the end of the running transaction.
     *
     * @param actor the signed-in person, the lab, or {@code system}
     * @param action what happened, as a past fact: {@code vote-drafted}
     * @param subject the reference of the case, or the id of the thing it happened to
     * @param content what was decided, in full; stored as JSON and hashed
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(String actor, String action, String subject, Object content) {
        pending.add(new PendingEntries.Entry(
                clock.instant(),
                actor,
                action,
                subject,
                content,
                policy.getObject().now()));
    }

    /** Everything recorded about one subject, oldest first. */
    public List<JournalEntry> about(String subject) {
        return db.sql("SELECT seq, at, actor, action, subject, content FROM journal WHERE subject = ? ORDER BY seq")
                .param(subject)
                .query(Journal::entry)
                .list();
    }

    /** Who has done anything about a subject, beside the given actions. */
    public Set<String> actorsOf(String subject, Set<String> beside) {
        return db.sql("SELECT DISTINCT actor FROM journal WHERE subject = ? AND NOT action = ANY (?)")
                .params(subject, beside.toArray(String[]::new))
                .query(String.class)
                .set();
    }

    /** What was recorded after an entry, oldest first. Entries become visible in this order, so none is ever passed over. */
    public List<JournalEntry> after(long seq, int limit) {
        return db.sql("SELECT seq, at, actor, action, subject, content FROM journal WHERE seq > ? ORDER BY seq LIMIT ?")
                .params(seq, limit)
                .query(Journal::entry)
                .list();
    }

    /** The number of the latest entry; 0 when there is none. */
    public long head() {
        return db.sql("SELECT coalesce(max(seq), 0) FROM journal")
                .query(Long.class)
                .single();
    }

    private static JournalEntry entry(ResultSet row, int number) throws SQLException {
        return new JournalEntry(
                row.getLong("seq"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("content"));
    }

    public record JournalEntry(long seq, Instant at, String actor, String action, String subject, String content) {}
}
