package org.countersign.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.countersign.journal.Journal.JournalEntry;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.TestServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

/** Entries: what gets in, what stays, and what can go. */
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

    private void recorded(String action) {
        transaction.executeWithoutResult(status -> record(action));
    }

    @Test
    void keepsTheOrderInWhichAStepRecords() {
        long before = journal.head();
        transaction.executeWithoutResult(status -> {
            record("first");
            record("second");
        });
        recorded("third");

        assertThat(journal.about(subject)).extracting(JournalEntry::action).containsExactly("first", "second", "third");
        assertThat(journal.after(before, 10))
                .extracting(JournalEntry::action)
                .containsExactly("first", "second", "third");
        assertThat(journal.after(before, 10))
                .extracting(JournalEntry::seq)
                .containsExactly(before + 1, before + 2, before + 3);
        assertThat(journal.head()).isEqualTo(before + 3);
    }

    @Test
    void givesEveryEntryOfManyWritersOnePlace() throws Exception {
        long before = journal.head();
        List<Thread> writers = IntStream.range(0, 16)
                .mapToObj(n -> new Thread(() -> {
                    for (int i = 0; i < 10; i++) {
                        recorded("written");
                    }
                }))
                .toList();
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }

        assertThat(journal.about(subject)).hasSize(160);
        assertThat(journal.after(before, 1_000))
                .extracting(JournalEntry::seq)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 160).mapToObj(n -> before + n).toList());
    }

    @Test
    void writesNothingWhenTheStepIsRolledBack() {
        transaction.executeWithoutResult(status -> {
            record("never happened");
            journal.erase(List.of(1L), "Any", "somebody", subject);
            status.setRollbackOnly();
        });
        assertThat(journal.about(subject)).isEmpty();
    }

    @Test
    void refusesAnEntryOutsideATransaction() {
        assertThatThrownBy(() -> record("alone")).isInstanceOf(IllegalTransactionStateException.class);
        assertThatThrownBy(() -> journal.erase(List.of(1L), "Any", "somebody", subject))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void removesAContentForGoodAndSaysSo() {
        recorded("first");
        recorded("second");
        long first = journal.about(subject).get(0).seq();

        transaction.executeWithoutResult(
                status -> journal.erase(List.of(first), "5 USC 552a(d)", "records.officer", subject));

        List<JournalEntry> now = journal.about(subject);
        assertThat(now).extracting(JournalEntry::action).containsExactly("first", "second", "content-erased");
        assertThat(now.get(0).content()).isEqualTo("{\"erased\":true}");
        assertThat(now.get(1).content()).contains("ünïcode");
        assertThat(now.get(2).content()).contains("\"entries\":[" + first + "]", "5 USC 552a(d)");
        assertThat(db.sql("SELECT salt IS NULL AND content IS NULL FROM journal_entry WHERE id = ?")
                        .param(first)
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void anErasureCanNeitherBeErasedNorReachFurtherThanItSays() {
        recorded("first");
        recorded("second");
        List<JournalEntry> before = journal.about(subject);
        transaction.executeWithoutResult(
                status -> journal.erase(List.of(before.get(0).seq()), "Any", "records.officer", subject));
        long erasure = journal.about(subject).get(2).seq();
        transaction.executeWithoutResult(status -> journal.erase(List.of(erasure), "Any", "records.officer", subject));

        assertThat(journal.about(subject).get(2).content()).contains("entries");
        assertThat(journal.about(subject).get(1).content()).contains("ünïcode");
        assertThatThrownBy(() -> db.sql("SELECT journal_erase(?)")
                        .param(before.get(1).seq())
                        .query(Long.class)
                        .single())
                .rootCause()
                .hasMessageContaining("is no erasure");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE countersign.journal_entry SET actor = 'nobody'",
                "UPDATE countersign.journal_entry SET content = NULL, salt = NULL",
                "DELETE FROM countersign.journal_entry",
                "TRUNCATE countersign.journal_entry",
                "DELETE FROM countersign.journal",
                "ALTER TABLE countersign.journal_entry DISABLE TRIGGER ALL",
                "DROP TABLE countersign.journal_entry",
                "DROP TRIGGER journal_entry_rows_stay ON countersign.journal_entry",
                "UPDATE countersign.journal_leaf SET index = index + 1",
                "DELETE FROM countersign.journal_tile",
                "DELETE FROM countersign.journal_checkpoint",
                "INSERT INTO countersign.journal_pending VALUES (1)",
                "TRUNCATE countersign.journal_pending"
            })
    void theApplicationsRoleCannotChangeWhatIsWritten(String attack) {
        recorded("kept");
        assertThatThrownBy(() -> db.sql(attack).update())
                .rootCause()
                .hasMessageMatching("(?s).*(permission denied|must be owner).*");
        assertThat(journal.about(subject)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE countersign.journal_entry SET actor = 'nobody'",
                "UPDATE countersign.journal_entry SET content = NULL, salt = NULL",
                "DELETE FROM countersign.journal_entry",
                "TRUNCATE countersign.journal_entry",
                "DELETE FROM countersign.journal_leaf",
                "DELETE FROM countersign.journal_checkpoint",
                "TRUNCATE countersign.journal_tile"
            })
    void evenTheOwnerOfTheTableIsStopped(String attack) throws SQLException {
        recorded("kept");
        journal.head();
        var server = TestServers.DATABASE;
        try (Connection owner = DriverManager.getConnection(server.url(), server.ownerUser(), server.ownerPassword());
                var statement = owner.createStatement()) {
            assertThatThrownBy(() -> statement.execute(attack)).hasMessageContaining("only ever added");
        }
    }

    @Test
    void nobodyTakesAnEntryOutOfTheQueueForTheTree() {
        recorded("kept");
        assertThatThrownBy(
                        () -> db.sql("DELETE FROM countersign.journal_pending").update())
                .rootCause()
                .hasMessageContaining("keeps waiting");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO journal_entry (at, actor_salt, actor, action, subject, content_hash, salt, content)"
                        + " VALUES (now(), 'sixteen bytes in', 'a', 'b', 'c', sha256('{}'), 'sixteen bytes in', '{}')",
                "INSERT INTO journal_entry (at, actor_salt, actor, action, subject, content_hash, salt, content)"
                        + " VALUES (now(), 'sixteen bytes in', 'a', E'b\\nc', 'c', sha256('sixteen bytes in{}'),"
                        + " 'sixteen bytes in', '{}')",
                "INSERT INTO journal_leaf SELECT 1000000000, min(id), sha256('x') FROM journal_entry",
                "INSERT INTO journal_leaf VALUES (1000000000, 1000000000, sha256('x'))"
            })
    void theDatabaseRefusesWhatDoesNotMatchItsHash(String forged) {
        recorded("kept");
        assertThatThrownBy(() -> db.sql(forged).update())
                .rootCause()
                .hasMessageMatching("(?s).*(violates check constraint|not that of its entry|duplicate key).*");
    }
}
