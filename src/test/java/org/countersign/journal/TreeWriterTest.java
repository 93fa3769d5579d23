package org.countersign.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.countersign.journal.Journal.JournalEntry;
import org.countersign.testing.AtOnce;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The one writer on many nodes: killed anywhere, late, or before a database that somebody has been at. */
class TreeWriterTest {

    private final JournalPlace place = JournalPlace.open();

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void twoNodesAtOnceGiveEachEntryOnePlace() {
        try (JournalPlace other = place.node()) {
            List<Callable<Void>> work = new ArrayList<>();
            for (JournalPlace node : List.of(place, other)) {
                for (int thread = 0; thread < 3; thread++) {
                    work.add(() -> {
                        for (int n = 0; n < 40; n++) {
                            node.transaction.executeWithoutResult(
                                    status -> node.record("step-taken", "a case", Map.of()));
                            node.writer.settle();
                        }
                        return null;
                    });
                }
            }
            AtOnce.run(work).forEach(outcome -> assertThat(outcome.failure()).isNull());

            assertThat(place.journal.after(0, 1_000)).hasSize(240).doesNotHaveDuplicates();
            assertThat(place.breaks(place.notes().toArray(String[]::new))).isEmpty();
        }
    }

    @Test
    void anEntryThatIsCommittedLateGetsALaterPlace() {
        place.transaction.executeWithoutResult(late -> {
            place.db
                    .sql("SELECT nextval(pg_get_serial_sequence('journal_entry', 'id'))")
                    .query(Long.class)
                    .single();
            insert(1_000);
            // Another step, on a connection of its own, begins later and is done first.
            try (JournalPlace other = place.node()) {
                other.grow(3);
                assertThat(other.journal.head()).isEqualTo(3);
            }
        });
        assertThat(place.journal.head()).isEqualTo(4);
        assertThat(place.journal.after(3, 10)).extracting(JournalEntry::action).containsExactly("late");
        assertThat(place.breaks()).isEmpty();
    }

    private void insert(long id) {
        place.db
                .sql(
                        """
                INSERT INTO journal_entry (id, at, actor_salt, actor, action, subject, content_hash, salt, content)
                SELECT ?, now(), salt, 'a', 'late', 's', sha256(salt || '{}'), salt, '{}'
                FROM (SELECT '0123456789abcdef'::bytea AS salt) s""")
                .param(id)
                .update();
    }

    @Test
    void aBatchThatIsCutShortIsTakenAgainWhole() {
        var cutsShort = new AtomicBoolean(true);
        var signer = new TestSigner() {
            @Override
            public byte[] sign(byte[] text) {
                if (cutsShort.getAndSet(false)) {
                    // As when the node dies with its leaves and tiles written.
                    place.db
                            .sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                    + " WHERE query LIKE '%journal_tile%' AND state = 'idle in transaction'"
                                    + " AND pid <> pg_backend_pid()")
                            .query(Boolean.class)
                            .list();
                }
                return super.sign(text);
            }
        };
        try (JournalPlace node = place.node(signer)) {
            node.transaction.executeWithoutResult(status -> {
                for (int n = 0; n < 300; n++) {
                    node.record("step-taken", "a case", Map.of());
                }
            });
            assertThatThrownBy(node.writer::settle).isInstanceOf(RuntimeException.class);
            assertThat(count("journal_leaf") + count("journal_tile") + count("journal_checkpoint"))
                    .isZero();
            assertThat(count("journal_pending")).isEqualTo(300);

            node.writer.settle();
            assertThat(count("journal_leaf")).isEqualTo(300);
            assertThat(count("journal_tile")).isEqualTo(1);
            assertThat(node.breaks()).isEmpty();
        }
    }

    private long count(String table) {
        return place.db.sql("SELECT count(*) FROM " + table).query(Long.class).single();
    }

    @Test
    void aNodeThatDiesBeforeItRemembersWhatItSignedStopsNobody() {
        place.grow(5);
        String remembered = place.signer.lastSigned().orElseThrow();
        place.grow(5);
        place.signer.keepInstead(remembered);
        try (JournalPlace next = place.node()) {
            next.grow(5);
            assertThat(next.notes()).hasSize(3);
            assertThat(next.breaks(remembered)).isEmpty();
        }
    }

    @Test
    void signsNoDatabaseThatWasPutBack() {
        place.grow(5, 5);
        place.unlock();
        place.db.sql("DELETE FROM journal_checkpoint WHERE size > 5").update();
        place.db.sql("DELETE FROM journal_leaf WHERE index >= 5").update();
        place.db.sql("DELETE FROM journal_entry WHERE id > 5").update();
        assertThat(place.breaks()).as("by itself it holds").isEmpty();

        refusesToGrow();
        assertThat(place.breaks(place.signer.lastSigned().orElseThrow()))
                .singleElement()
                .asString()
                .contains("shortened");
    }

    @Test
    void signsNoOtherHistory() {
        place.grow(5);
        String kept = place.signer.lastSigned().orElseThrow();
        place.grow(5);
        place.unlock();
        new Fork(place).from(2, "somebody else");
        assertThat(place.breaks()).as("by itself it holds").isEmpty();

        refusesToGrow();
        place.signer.keepInstead(kept);
        refusesToGrow();
        assertThat(place.breaks(kept)).singleElement().asString().contains("another history");
    }

    @Test
    void signsNothingOnTopOfLeavesThatWereChanged() {
        place.grow(5);
        place.unlock();
        place.signer.forget();
        place.db
                .sql("UPDATE journal_leaf SET leaf_hash = sha256('x') WHERE index = 1")
                .update();
        refusesToGrow();
    }

    @Test
    void signsNothingOnTopOfAnotherKey() {
        place.grow(5);
        try (JournalPlace stranger = place.node(new TestSigner())) {
            stranger.transaction.executeWithoutResult(status -> stranger.record("step-taken", "a case", Map.of()));
            stranger.writer.settle();
            assertThat(stranger.notes()).hasSize(1);
        }
        place.writer.settle();
        assertThat(place.notes()).hasSize(2);
    }

    /** Steps go on, and wait for the tree. */
    private void refusesToGrow() {
        int before = place.notes().size();
        place.db
                .sql(
                        """
                INSERT INTO journal_entry (id, at, actor_salt, actor, action, subject, content_hash, entry_hash)
                VALUES (2001, now(), 's', 'a', 'late', 's', 'h', sha256('x'))""")
                .update();
        place.db.sql("INSERT INTO journal_pending VALUES (2001)").update();
        place.writer.settle();
        assertThat(place.notes()).hasSize(before);
        assertThat(count("journal_pending")).isPositive();
        place.db.sql("DELETE FROM journal_pending").update();
        place.db.sql("DELETE FROM journal_entry WHERE id > 2000").update();
    }
}
