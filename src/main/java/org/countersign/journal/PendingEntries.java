package org.countersign.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Entries of the running transaction, written just before it commits. The chain needs one writer at a
 * time; waiting until the end keeps that lock for the length of the inserts and the commit only, and as
 * the last lock a transaction takes it cannot be part of a deadlock.
 */
@Component
class PendingEntries {

    /** Any number that nothing else uses: the lock under which the chain grows, on every node. */
    private static final long CHAIN_LOCK = 0x4a4f55524e414cL;

    private final JdbcClient db;
    private final JdbcTemplate batches;
    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final ApplicationEventPublisher news;

    PendingEntries(JdbcClient db, JdbcTemplate batches, ApplicationEventPublisher news) {
        this.db = db;
        this.batches = batches;
        this.news = news;
    }

    record Entry(Instant at, String actor, String action, String subject, Object content, Map<String, String> under) {}

    void add(Entry entry) {
        var pending = (WriteBeforeCommit) TransactionSynchronizationManager.getResource(this);
        if (pending == null) {
            pending = new WriteBeforeCommit();
            TransactionSynchronizationManager.bindResource(this, pending);
            TransactionSynchronizationManager.registerSynchronization(pending);
        }
        pending.add(entry);
    }

    private final class WriteBeforeCommit implements TransactionSynchronization {

        private final List<Entry> entries = new ArrayList<>();
        private boolean written;

        void add(Entry entry) {
            if (written) {
                throw new IllegalStateException("Too late for the journal: this transaction is already committing");
            }
            entries.add(entry);
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            write(entries);
            written = true;
        }

        @Override
        public void afterCommit() {
            news.publishEvent(new JournalGrew());
        }

        /** A transaction of its own inside this one has entries of its own. */
        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResourceIfPossible(PendingEntries.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(PendingEntries.this, this);
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(PendingEntries.this);
        }
    }

    private void write(List<Entry> entries) {
        db.sql("SELECT pg_advisory_xact_lock(?)")
                .param(CHAIN_LOCK)
                .query((row, n) -> 0)
                .list();
        Head head = db.sql("SELECT seq, entry_hash FROM journal ORDER BY seq DESC LIMIT 1")
                .query((row, n) -> new Head(row.getLong("seq"), row.getBytes("entry_hash")))
                .optional()
                .orElse(Head.OF_EMPTY_JOURNAL);
        List<Object[]> rows = new ArrayList<>();
        for (Entry entry : entries) {
            head = append(head, entry, rows);
        }
        // All at once: others wait for the end of the chain.
        batches.batchUpdate(
                """
                INSERT INTO journal (seq, at, actor, action, subject, content, content_hash, previous_hash, entry_hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                rows);
    }

    private Head append(Head head, Entry entry, List<Object[]> rows) {
        // PostgreSQL keeps microseconds; what is hashed must be what is stored.
        Instant at = entry.at().truncatedTo(ChronoUnit.MICROS);
        long seq = head.seq() + 1;
        String content = asJson(entry);
        byte[] contentHash = ChainHash.ofContent(content);
        byte[] entryHash = ChainHash.ofEntry(
                seq, at, entry.actor(), entry.action(), entry.subject(), contentHash, head.entryHash());
        rows.add(new Object[] {
            seq,
            at.atOffset(ZoneOffset.UTC),
            entry.actor(),
            entry.action(),
            entry.subject(),
            content,
            contentHash,
            head.entryHash(),
            entryHash
        });
        return new Head(seq, entryHash);
    }

    /** What was decided, and under {@code under} the policies it was decided by: hashed together. */
    private String asJson(Entry entry) {
        try {
            JsonNode content = json.valueToTree(entry.content());
            if (content instanceof ObjectNode object && !entry.under().isEmpty()) {
                object.set("under", json.valueToTree(entry.under()));
            }
            return json.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The journal cannot write this content as JSON", e);
        }
    }

    private record Head(long seq, byte[] entryHash) {
        static final Head OF_EMPTY_JOURNAL = new Head(0, new byte[32]);
    }
}
