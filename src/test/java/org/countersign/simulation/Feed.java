package org.countersign.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is new since the last look: entries of the journal, and open tasks with the group they are for. */
final class Feed {

    /** Far more than an hour brings; lets the database see that it is few of all there are. */
    private static final int MOST_AT_ONCE = 5_000;

    /** Entries get their numbers before they are committed: how far back a late one is looked for. */
    private static final int LATE = 500;

    private final JdbcClient db;
    private final ObjectMapper json = new ObjectMapper();
    private final Set<String> seen = new HashSet<>();
    private final Set<Long> told = new HashSet<>();
    private final long firstEntry;
    private long lastEntry;
    private final Clock clock;
    private Instant lastLook;

    Feed(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
        this.lastLook = clock.instant();
        this.firstEntry = db.sql("SELECT coalesce(max(seq), 0) FROM journal")
                .query(Long.class)
                .single();
        this.lastEntry = firstEntry;
    }

    record Fact(long seq, String action, String reference, JsonNode content) {}

    record OpenTask(String id, String key, String group, String reference) {}

    List<Fact> facts() {
        List<Fact> facts = db
                .sql(
                        """
                SELECT seq, action, subject, content FROM journal
                WHERE seq > ? ORDER BY seq LIMIT ?""")
                .params(Math.max(firstEntry, lastEntry - LATE), MOST_AT_ONCE)
                .query((row, n) -> new Fact(
                        row.getLong("seq"),
                        row.getString("action"),
                        row.getString("subject"),
                        read(row.getString("content"))))
                .list()
                .stream()
                .filter(fact -> told.add(fact.seq()))
                .toList();
        if (!facts.isEmpty()) {
            lastEntry = Math.max(lastEntry, facts.get(facts.size() - 1).seq());
        }
        return facts;
    }

    /** In an order that does not hang on the milliseconds in which they were made. */
    List<OpenTask> tasks() {
        Instant since = lastLook.minusSeconds(1);
        lastLook = clock.instant();
        return db
                .sql(
                        """
                WITH new AS MATERIALIZED (SELECT * FROM act_ru_task WHERE create_time_ >= ? LIMIT ?)
                SELECT t.id_, t.task_def_key_, l.group_id_, p.business_key_
                FROM new t JOIN act_ru_execution p ON p.id_ = t.proc_inst_id_
                JOIN act_ru_identitylink l ON l.task_id_ = t.id_ AND l.type_ = 'candidate' AND l.group_id_ IS NOT NULL""")
                .params(Timestamp.from(since), MOST_AT_ONCE)
                .query((row, n) -> new OpenTask(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
                .list()
                .stream()
                .filter(task -> seen.add(task.id()))
                .sorted(Comparator.comparing(OpenTask::reference)
                        .thenComparing(OpenTask::key)
                        .thenComparing(OpenTask::group))
                .toList();
    }

    private JsonNode read(String content) {
        try {
            return json.readTree(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The journal holds JSON", e);
        }
    }
}
