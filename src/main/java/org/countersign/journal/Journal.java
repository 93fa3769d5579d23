package org.countersign.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The record of every step that matters. An entry commits together with the step it tells of, or
 * neither does. Soon after it gets its place in a tree whose root is signed and published, so a changed or missing entry
 * shows.
 */
@Component
public class Journal {

    /** Of the very rows that are proven: somebody could put another view in the place of the one for reading. */
    private static final String ENTRIES =
            """
            SELECT id AS seq, at, actor, action, subject, coalesce(content, '{"erased":true}') AS content
            FROM journal_entry""";

    private static final int ERASED_AT_ONCE = 500;

    private final JdbcClient db;
    private final Clock clock;
    private final PendingEntries pending;
    private final ObjectProvider<PolicyInForce> policy;
    private final TreeWriter tree;
    private final JournalSettings settings;

    Journal(
            JdbcClient db,
            Clock clock,
            PendingEntries pending,
            ObjectProvider<PolicyInForce> policy,
            TreeWriter tree,
            JournalSettings settings) {
        this.db = db;
        this.tree = tree;
        this.settings = settings;
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
        pending.add(entry(actor, action, subject, content));
    }

    private PendingEntries.Entry entry(String actor, String action, String subject, Object content) {
        return new PendingEntries.Entry(
                clock.instant(),
                actor,
                action,
                subject,
                content,
                policy.getObject().now());
    }

    /**
     * Removes contents for good at the end of the running transaction, and puts that on record as {@code content-erased}.
     * Numbers, hashes, actors and actions stay, so everything that was proven stays proven. What is gone already is
     * left alone, and an erasure itself cannot be erased.
     *
     * @param entries the numbers of the entries ({@link JournalEntry#seq} of {@link #about})
     * @param ground the law or rule that demands it, without the data it demands to remove
     * @param subject what the entries are about
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void erase(Collection<Long> entries, String ground, String actor, String subject) {
        if (entries.isEmpty() || ground.isBlank()) {
            throw new IllegalArgumentException("An erasure names entries and its ground");
        }
        List<Long> numbers = entries.stream().distinct().sorted().toList();
        for (int from = 0; from < numbers.size(); from += ERASED_AT_ONCE) {
            List<Long> some = numbers.subList(from, Math.min(numbers.size(), from + ERASED_AT_ONCE));
            pending.addErasure(
                    entry(actor, "content-erased", subject, Map.of("ground", ground, "entries", List.copyOf(some))));
        }
    }

    /** Everything recorded about one subject by its number, oldest first, in the tree or not yet. */
    public List<JournalEntry> about(String subject) {
        return db.sql(ENTRIES + " WHERE subject = ? ORDER BY id")
                .param(subject)
                .query(Journal::entry)
                .list();
    }

    /** Who has done anything about a subject, beside the given actions. */
    public Set<String> actorsOf(String subject, Set<String> beside) {
        return db.sql("SELECT DISTINCT actor FROM journal_entry WHERE subject = ? AND NOT action = ANY (?)")
                .params(subject, beside.toArray(String[]::new))
                .query(String.class)
                .set();
    }

    /**
     * What was recorded after an entry, by place in the tree, the first being 1. Entries get their places in this order,
     * so none is ever passed over.
     */
    public List<JournalEntry> after(long seq, int limit) {
        if (!settings.background()) {
            tree.settle();
        }
        return db.sql(
                        """
                SELECT l.index + 1 AS seq, at, actor, action, subject, coalesce(content, '{"erased":true}') AS content
                FROM journal_leaf l JOIN journal_entry e ON e.id = l.entry_id WHERE l.index >= ? ORDER BY l.index LIMIT ?""")
                .params(seq, limit)
                .query(Journal::entry)
                .list();
    }

    /** How many places are taken when everything committed by now has its own. */
    public long head() {
        tree.settle();
        return db.sql("SELECT coalesce(max(index) + 1, 0) FROM journal_leaf")
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

    /** @param content as JSON; {@code {"erased":true}} where it was removed */
    public record JournalEntry(long seq, Instant at, String actor, String action, String subject, String content) {}
}
