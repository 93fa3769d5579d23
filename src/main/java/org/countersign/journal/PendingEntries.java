package org.countersign.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Entries of the running transaction, written just before it commits, all in one statement and waiting for nobody. Each
 * then waits for the tree ({@link TreeWriter}).
 */
@Component
class PendingEntries {

    private static final String INSERT =
            """
            INSERT INTO journal_entry (at, actor_salt, actor, action, subject, content_hash, salt, content)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";

    private final SecureRandom random = new SecureRandom();
    private final JdbcClient db;
    private final JdbcTemplate batches;
    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final TreeGrowth growth;

    PendingEntries(JdbcClient db, JdbcTemplate batches, TreeGrowth growth) {
        this.db = db;
        this.batches = batches;
        this.growth = growth;
    }

    record Entry(Instant at, String actor, String action, String subject, Object content, Map<String, String> under) {}

    void add(Entry entry) {
        ofThisTransaction().add(entry);
    }

    /** Removes the contents that an entry names, when that entry is written. */
    void addErasure(Entry entry) {
        ofThisTransaction().erasures.add(entry);
    }

    private WriteBeforeCommit ofThisTransaction() {
        var pending = (WriteBeforeCommit) TransactionSynchronizationManager.getResource(this);
        if (pending == null) {
            pending = new WriteBeforeCommit();
            TransactionSynchronizationManager.bindResource(this, pending);
            TransactionSynchronizationManager.registerSynchronization(pending);
        }
        return pending;
    }

    private final class WriteBeforeCommit implements TransactionSynchronization {

        private final List<Entry> entries = new ArrayList<>();
        private final List<Entry> erasures = new ArrayList<>();
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
            erasures.forEach(PendingEntries.this::erase);
            written = true;
        }

        @Override
        public void afterCommit() {
            growth.wake();
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
        batches.batchUpdate(INSERT, entries.stream().map(this::row).toList());
    }

    private void erase(Entry erasure) {
        long id = db.sql(INSERT + " RETURNING id")
                .params(row(erasure))
                .query(Long.class)
                .single();
        db.sql("SELECT journal_erase(?)").param(id).query(Long.class).single();
    }

    /** The database adds number and hash. */
    private Object[] row(Entry entry) {
        String content = asJson(entry);
        byte[] salt = salt();
        return new Object[] {
            // PostgreSQL keeps microseconds.
            entry.at().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC),
            salt(),
            entry.actor(),
            entry.action(),
            entry.subject(),
            Hashes.salted(salt, content),
            salt,
            content
        };
    }

    private byte[] salt() {
        byte[] salt = new byte[Hashes.SALT_LENGTH];
        random.nextBytes(salt);
        return salt;
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
}
