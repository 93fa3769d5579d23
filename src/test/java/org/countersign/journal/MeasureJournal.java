package org.countersign.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/**
 * How many entries a second the journal takes, beside a chain whose head is locked; and how long it takes to verify a
 * large one. No test of its own; run it with {@code mvn -q test -Dtest=MeasureJournal -Dfsync=true}.
 */
class MeasureJournal {

    private static final int THREADS = Integer.getInteger("threads", 16);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final Duration ROUND = Duration.ofSeconds(Integer.getInteger("round", 8));
    private static final int ENTRIES = Integer.getInteger("entries", 1_000_000);

    /** Microseconds to the database and back: on this machine, in the same house, in another one of the same city. */
    private static final int[] DISTANCES = Arrays.stream(
                    System.getProperty("distances", "0,500,1000").split(","))
            .mapToInt(Integer::parseInt)
            .toArray();

    private JournalPlace place;

    @BeforeEach
    void open() {
        place = JournalPlace.open();
        System.out.println(
                "fsync=" + place.db.sql("SHOW fsync").query(String.class).single() + ", threads=" + THREADS);
    }

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void appending() throws Exception {
        place.db
                .sql("CREATE TABLE chain_head (only_one boolean PRIMARY KEY, seq bigint, hash bytea)")
                .update();
        place.db.sql("INSERT INTO chain_head VALUES (true, 0, sha256(''))").update();
        place.db
                .sql(
                        """
                CREATE TABLE chain (seq bigint PRIMARY KEY, at timestamptz, actor text, action text, subject text,
                  content text, content_hash bytea, previous_hash bytea, entry_hash bytea)""")
                .update();
        place.db.sql("CREATE INDEX ON chain (subject, seq)").update();
        for (int micros : DISTANCES) {
            try (JournalPlace node = place.away(micros)) {
                double median = medianRatio(node);
                System.out.printf(
                        "median %.1f times, the database %,d µs away (an answer in %,d µs)%n",
                        median, micros, microsOfAnAnswer(node));
            }
        }
        assertThat(place.breaks()).isEmpty();
    }

    private static long microsOfAnAnswer(JournalPlace node) {
        long begin = System.nanoTime();
        for (int n = 0; n < 200; n++) {
            node.db.sql("SELECT 1").query(Integer.class).single();
        }
        return (System.nanoTime() - begin) / 200_000;
    }

    private double medianRatio(JournalPlace node) throws InterruptedException {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            double peer = rate(node, n -> chained(node, n));
            double ours = ours(node);
            System.out.printf(
                    "%s: chain head locked %,.0f/s; journal %,.0f/s until all is in the tree and signed; %.1f times%n",
                    round == 0 ? "warming up" : "round " + round, peer, ours, ours / peer);
            if (round > 0) {
                ratios.add(ours / peer);
            }
        }
        ratios.sort(null);
        return ratios.get(ratios.size() / 2);
    }

    private interface Step {
        void take(int n);
    }

    private static double rate(JournalPlace node, Step step) throws InterruptedException {
        var taken = new AtomicLong();
        long begin = System.nanoTime();
        long end = begin + ROUND.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int first = thread;
            threads.add(new Thread(() -> {
                for (int n = first; System.nanoTime() < end; n += THREADS) {
                    step.take(n);
                    taken.incrementAndGet();
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        node.writer.settle();
        return taken.get() * 1e9 / (System.nanoTime() - begin);
    }

    /** While steps are taken, the writer is at work as it is on a node. */
    private static double ours(JournalPlace node) throws InterruptedException {
        var settings = new JournalSettings(true, Duration.ofMillis(50), Duration.ofSeconds(1), false);
        var growth = new TreeGrowth(node.writer, settings);
        growth.start();
        Thread waker = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                growth.wake();
                LockSupport.parkNanos(10_000_000);
            }
        });
        waker.start();
        try {
            return rate(
                    node,
                    n -> node.transaction.executeWithoutResult(
                            status -> node.record("step-taken", "case " + n % 1_000, content(n))));
        } finally {
            waker.interrupt();
            waker.join();
            growth.stop();
        }
    }

    private static Map<String, Object> content(int n) {
        return Map.of("said", "something that was decided, with a reason of an ordinary length", "n", n);
    }

    private record Head(long seq, byte[] hash) {}

    private static void chained(JournalPlace node, int n) {
        node.transaction.executeWithoutResult(status -> {
            Head head = node.db
                    .sql("SELECT seq, hash FROM chain_head FOR UPDATE")
                    .query((row, number) -> new Head(row.getLong(1), row.getBytes(2)))
                    .single();
            String content =
                    "{\"n\":" + n + ",\"said\":\"something that was decided, with a reason of an ordinary length\"}";
            byte[] contentHash = Hashes.salted(new byte[0], content);
            OffsetDateTime at = OffsetDateTime.now(ZoneOffset.UTC);
            byte[] hash = Hashes.sha256(head.hash(), contentHash, at.toString().getBytes(StandardCharsets.UTF_8));
            node.db
                    .sql("INSERT INTO chain VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            head.seq() + 1,
                            at,
                            "somebody",
                            "step-taken",
                            "case " + n % 1_000,
                            content,
                            contentHash,
                            head.hash(),
                            hash)
                    .update();
            node.db
                    .sql("UPDATE chain_head SET seq = ?, hash = ?")
                    .params(head.seq() + 1, hash)
                    .update();
        });
    }

    @Test
    void verifying(@TempDir Path folder) throws Exception {
        fill();
        place.db.sql("ANALYZE").update();
        long checkpoints = place.notes().size();
        for (int round = 0; round < 3; round++) {
            long begin = System.nanoTime();
            assertThat(place.breaks(place.signer.lastSigned().orElseThrow())).isEmpty();
            System.out.printf(
                    "%,d entries with %,d checkpoints verified from the database in %.1f s%n",
                    ENTRIES, checkpoints, (System.nanoTime() - begin) / 1e9);
        }
        long begin = System.nanoTime();
        try (Connection connection = place.connection()) {
            connection.setAutoCommit(false);
            new Export(connection, folder).write();
        }
        System.out.printf("exported in %.1f s%n", (System.nanoTime() - begin) / 1e9);
        for (String what : List.of("with entries", "tiles only")) {
            for (int round = 0; round < 3; round++) {
                begin = System.nanoTime();
                Verification.Result result =
                        new Verification(List.of(place.signer.keyText())).files(path -> read(folder, path));
                assertThat(result.breaks()).isEmpty();
                assertThat(result.entries()).isEqualTo(ENTRIES);
                System.out.printf(
                        "verified from a directory, %s, in %.1f s%n", what, (System.nanoTime() - begin) / 1e9);
            }
            Files.deleteIfExists(folder.resolve(ExportedEntries.FILE));
        }
        FileSystemUtils.deleteRecursively(folder);
    }

    private static Optional<byte[]> read(Path folder, String path) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(folder.resolve(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** As many entries as asked for, in batches of a thousand with a checkpoint each. */
    private void fill() throws SQLException {
        var random = new Random(6);
        byte[] salt = new byte[16];
        try (Connection connection = place.connection();
                PreparedStatement insert = connection.prepareStatement(
                        """
                        INSERT INTO journal_entry (at, actor_salt, actor, action, subject, content_hash, salt, content)
                        VALUES (now(), ?, 'somebody', 'step-taken', ?, ?, ?, ?)""")) {
            connection.setAutoCommit(false);
            for (int n = 0; n < ENTRIES; n++) {
                random.nextBytes(salt);
                String content = "{\"said\":\"something that was decided, with a reason of an ordinary length\",\"n\":"
                        + n + "}";
                insert.setBytes(1, salt.clone());
                insert.setString(2, "CS-2026-" + n / 20);
                insert.setBytes(3, Hashes.salted(salt, content));
                insert.setBytes(4, salt.clone());
                insert.setString(5, content);
                insert.addBatch();
                if (n % 1_000 == 999 || n == ENTRIES - 1) {
                    insert.executeBatch();
                    connection.commit();
                    place.writer.grow();
                }
            }
        }
        System.out.printf("%,d entries in the tree%n", place.journal.head());
    }
}
