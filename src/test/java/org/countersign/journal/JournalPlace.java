package org.countersign.journal;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.database.EmbeddedDatabase;
import org.countersign.testing.TestServers;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionTemplate;

/** A journal of its own in a schema of its own, that a test may do anything to; as a node of it, or as another node. */
final class JournalPlace implements AutoCloseable {

    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    final String schema;
    final TestSigner signer;
    final JdbcClient db;
    final TransactionTemplate transaction;
    final Leaves leaves;
    final TreeWriter writer;
    final Journal journal;

    private final HikariDataSource source;
    private final boolean isFirst;

    static JournalPlace open() {
        EmbeddedDatabase server = TestServers.DATABASE;
        String schema =
                "journal_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        try (Connection owner = DriverManager.getConnection(server.url(), server.ownerUser(), server.ownerPassword());
                var statement = owner.createStatement()) {
            statement.execute("CREATE SCHEMA " + schema);
            owner.setSchema(schema);
            for (String migration : List.of("V001__journal.sql", "V035__journal_tree.sql")) {
                statement.execute(Files.readString(MIGRATIONS.resolve(migration))
                        .replace("${flyway:defaultSchema}", schema)
                        .replace("${applicationRole}", server.ownerUser()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new JournalPlace(schema, new TestSigner(), true);
    }

    /** The same journal for somebody from whom the database is that far away, there and back. */
    JournalPlace away(int micros) {
        return new JournalPlace(schema, signer, false, micros);
    }

    /** Another node. */
    JournalPlace node() {
        return new JournalPlace(schema, signer, false);
    }

    JournalPlace node(TestSigner itsSigner) {
        return new JournalPlace(schema, itsSigner, false);
    }

    private JournalPlace(String schema, TestSigner signer, boolean isFirst) {
        this(schema, signer, isFirst, 0);
    }

    private JournalPlace(String schema, TestSigner signer, boolean isFirst, int micros) {
        this.schema = schema;
        this.signer = signer;
        this.isFirst = isFirst;
        EmbeddedDatabase server = TestServers.DATABASE;
        this.source = new HikariDataSource();
        source.setJdbcUrl(server.url());
        source.setUsername(server.ownerUser());
        source.setPassword(server.ownerPassword());
        source.setSchema(schema);
        source.setMaximumPoolSize(20);
        source.setMinimumIdle(1);
        if (micros > 0) {
            source.addDataSourceProperty("socketFactory", DistantSockets.class.getName());
            source.addDataSourceProperty("socketFactoryArg", String.valueOf(micros));
        }
        var manager = new DataSourceTransactionManager(source);
        var settings = new JournalSettings(false, Duration.ZERO, Duration.ofSeconds(1), false);
        this.db = JdbcClient.create(source);
        this.transaction = new TransactionTemplate(manager);
        this.leaves = new Leaves(db);
        this.writer = new TreeWriter(db, leaves, signer, settings, event -> {}, manager);
        var pending = new PendingEntries(db, new JdbcTemplate(source), new TreeGrowth(writer, settings));
        PolicyInForce policy = Map::of;
        var policies = new StaticListableBeanFactory(Map.of("policy", policy)).getBeanProvider(PolicyInForce.class);
        this.journal = new Journal(db, Clock.systemUTC(), pending, policies, writer, settings);
    }

    /** Entries in transactions of their own, and a checkpoint after each of the given numbers of them. */
    void grow(int... batches) {
        for (int batch : batches) {
            transaction.executeWithoutResult(status -> {
                for (int n = 0; n < batch; n++) {
                    record("step-taken", "case " + n % 7, Map.of("said", "words — and ünïcode", "n", n));
                }
            });
            writer.settle();
        }
    }

    void record(String action, String subject, Map<String, ?> content) {
        journal.record("somebody " + action.length(), action, subject, content);
    }

    Connection connection() {
        try {
            return source.getConnection();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the verifier finds in the database. @param kept checkpoints that somebody kept */
    List<String> breaks(String... kept) {
        try (Connection connection = connection()) {
            connection.setAutoCommit(false);
            return breaks(connection, kept);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> breaks(Connection connection, String... kept) throws SQLException {
        var verification = new Verification(List.of(signer.keyText()));
        Arrays.stream(kept).forEach(note -> verification.against("a kept checkpoint", note));
        return verification.database(connection).breaks();
    }

    /** The same in the transaction that is running. */
    List<String> breaksHere(String... kept) {
        Connection connection = DataSourceUtils.getConnection(source);
        try {
            return breaks(connection, kept);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            DataSourceUtils.releaseConnection(connection, source);
        }
    }

    List<String> notes() {
        return db.sql("SELECT note FROM journal_checkpoint ORDER BY number")
                .query(String.class)
                .list();
    }

    /** From here on everything goes, as for a superuser: no trigger, no constraint, no computed column. */
    void unlock() {
        db.sql("ALTER TABLE journal_entry ALTER COLUMN entry_hash DROP EXPRESSION")
                .update();
        for (String table : List.of("entry", "pending", "leaf", "tile", "checkpoint")) {
            db.sql("ALTER TABLE journal_" + table + " DISABLE TRIGGER USER").update();
            db.sql(
                            """
                    SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || conname FROM pg_constraint
                    WHERE conrelid = ?::regclass AND contype IN ('c', 'u', 'p') ORDER BY contype""")
                    .param(schema + ".journal_" + table)
                    .query(String.class)
                    .list()
                    .forEach(drop -> db.sql(drop).update());
        }
        // As fast as with the keys, for the verifier reads by them.
        db.sql("CREATE INDEX ON journal_entry (id)").update();
        db.sql("CREATE INDEX ON journal_leaf (entry_id)").update();
    }

    @Override
    public void close() {
        if (isFirst) {
            db.sql("DROP SCHEMA " + schema + " CASCADE").update();
        }
        source.close();
    }
}
