package org.countersign.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.countersign.testing.TestServers;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database of one's own may have a single role for migrations and application: rows that only grow still only grow. */
class OneRoleTest {

    private static final String SCHEMA = "one_role";
    private static final String ENTRY =
            """
            INSERT INTO journal_entry (at, actor_salt, actor, action, subject, content_hash, salt, content)
            SELECT now(), salt, 'a', 'b', 'c', sha256(salt || '{}'), salt, '{}' FROM (SELECT '0123456789abcdef'::bytea AS salt)""";

    private final EmbeddedDatabase server = TestServers.DATABASE;
    private Connection role;

    @BeforeEach
    void migrateWithOneRole() throws SQLException {
        Flyway.configure()
                .dataSource(server.url(), server.ownerUser(), server.ownerPassword())
                .schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                .placeholders(Map.of("applicationRole", server.ownerUser()))
                .load()
                .migrate();
        role = DriverManager.getConnection(server.url(), server.ownerUser(), server.ownerPassword());
        role.setSchema(SCHEMA);
    }

    @AfterEach
    void dropSchema() throws SQLException {
        run("DROP SCHEMA " + SCHEMA + " CASCADE");
        role.close();
    }

    private void run(String sql) throws SQLException {
        try (var statement = role.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void theApplicationCanWriteWhatItMust() throws SQLException {
        run(ENTRY);
        run("INSERT INTO lab VALUES ('lab', 'Lab', 'lab@lab.example')");
        try (var rows = role.createStatement().executeQuery("SELECT count(*) FROM journal")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getLong(1)).isEqualTo(1);
        }
    }

    @Test
    void neitherTheJournalNorThePublishedCriteriaCanBeChanged() throws SQLException {
        run(ENTRY);
        for (String attack : new String[] {
            "UPDATE journal SET actor = 'x'",
            "UPDATE journal_entry SET content = NULL, salt = NULL",
            "DELETE FROM journal",
            "DELETE FROM journal_pending",
            "TRUNCATE journal_entry",
            "TRUNCATE journal_leaf",
            "TRUNCATE journal_tile",
            "TRUNCATE journal_checkpoint",
            "TRUNCATE journal_pending",
            "UPDATE criterion SET text = 'x'",
            "DELETE FROM criterion"
        }) {
            assertThatThrownBy(() -> run(attack)).as(attack).isInstanceOf(SQLException.class);
        }
    }
}
