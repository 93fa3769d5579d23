package org.countersign.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.TestServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@CountersignTest
class JournalTest {

    @Autowired
    private Journal journal;

    @Autowired
    private JdbcClient db;

    @Autowired
    private TransactionTemplate transaction;

    private final String subject = "CS-TEST-" + UUID.randomUUID();

    private void record(String action) {
        journal.record("somebody", action, subject, Map.of("said", "words — and ünïcode"));
    }

    @Test
    void chainsEveryEntryToTheOneBefore() {
        transaction.executeWithoutResult(status -> {
            record("first");
            record("second");
        });
        transaction.executeWithoutResult(status -> record("third"));

        assertThat(journal.about(subject))
                .extracting(Journal.JournalEntry::action)
                .containsExactly("first", "second", "third");
        assertChainIsWhole();
    }

    @Test
    void chainsEntriesOfManyWritersWithoutAForkOrAGap() throws Exception {
        List<Thread> writers = java.util.stream.IntStream.range(0, 16)
                .mapToObj(n -> new Thread(() -> {
                    for (int i = 0; i < 10; i++) {
                        transaction.executeWithoutResult(status -> record("written"));
                    }
                }))
                .toList();
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }

        assertThat(journal.about(subject)).hasSize(160);
        assertChainIsWhole();
    }

    @Test
    void writesNothingWhenTheStepIsRolledBack() {
        transaction.executeWithoutResult(status -> {
            record("never happened");
            status.setRollbackOnly();
        });
        assertThat(journal.about(subject)).isEmpty();
        assertChainIsWhole();
    }

    @Test
    void refusesAnEntryOutsideATransaction() {
        assertThatThrownBy(() -> record("alone")).isInstanceOf(IllegalTransactionStateException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE countersign.journal SET actor = 'nobody'",
                "DELETE FROM countersign.journal",
                "TRUNCATE countersign.journal",
                "ALTER TABLE countersign.journal DISABLE TRIGGER ALL",
                "DROP TABLE countersign.journal",
                "DROP TRIGGER journal_rows_stay ON countersign.journal"
            })
    void theApplicationsRoleCannotChangeWhatIsWritten(String attack) {
        transaction.executeWithoutResult(status -> record("kept"));
        assertThatThrownBy(() -> db.sql(attack).update())
                .rootCause()
                .hasMessageMatching("(?s).*(permission denied|must be owner).*");
        assertThat(journal.about(subject)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE countersign.journal SET actor = 'nobody'",
                "DELETE FROM countersign.journal",
                "TRUNCATE countersign.journal"
            })
    void evenTheOwnerOfTheTableIsStopped(String attack) throws SQLException {
        transaction.executeWithoutResult(status -> record("kept"));
        var server = TestServers.DATABASE;
        try (Connection owner = DriverManager.getConnection(server.url(), server.ownerUser(), server.ownerPassword());
                var statement = owner.createStatement()) {
            assertThatThrownBy(() -> statement.execute(attack)).hasMessageContaining("only ever added");
        }
    }

    @Test
    void theDatabaseRefusesContentThatDoesNotMatchItsHash() {
        assertThatThrownBy(() -> db.sql(
                                """
                INSERT INTO journal (seq, at, actor, action, subject, content, content_hash, previous_hash, entry_hash)
                VALUES (999999999, now(), 'a', 'b', 'c', '{}', sha256('{"other":1}'), sha256('x'), sha256('y'))""")
                        .update())
                .rootCause()
                .hasMessageContaining("violates check constraint");
    }

    private void assertChainIsWhole() {
        byte[][] previous = {new byte[32]};
        long[] expected = {0};
        db.sql("SELECT * FROM journal ORDER BY seq").query(row -> {
            long seq = row.getLong("seq");
            assertThat(seq).isEqualTo(++expected[0]);
            assertThat(row.getBytes("previous_hash")).isEqualTo(previous[0]);
            byte[] recomputed = ChainHash.ofEntry(
                    seq,
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    row.getString("actor"),
                    row.getString("action"),
                    row.getString("subject"),
                    ChainHash.ofContent(row.getString("content")),
                    previous[0]);
            assertThat(Arrays.equals(recomputed, row.getBytes("entry_hash")))
                    .as("entry %d", seq)
                    .isTrue();
            previous[0] = recomputed;
        });
        assertThat(expected[0]).isPositive();
    }
}
