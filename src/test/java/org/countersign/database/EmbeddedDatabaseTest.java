package org.countersign.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

    @TempDir
    static Path directory;

    static EmbeddedDatabase database;

    @BeforeAll
    static void start() {
        database = EmbeddedDatabase.start(directory, Durability.FULL);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void writesCommittedDataToTheDisk() throws SQLException {
        assertThat(asApplication("SHOW fsync")).isEqualTo("on");
        assertThat(asApplication("SHOW synchronous_commit")).isEqualTo("on");
        assertThat(asApplication("SHOW full_page_writes")).isEqualTo("on");
    }

    @Test
    void listensOnTheLoopbackAddressAlone() throws IOException {
        List<String> running = Files.readAllLines(directory.resolve("postgres/postmaster.pid"));
        String socketFolder = running.get(4);
        String address = running.get(5);
        assertThat(socketFolder).isEmpty();
        assertThat(address).isEqualTo("127.0.0.1");
    }

    @Test
    void givesTheApplicationRoleNoPowerOverOthers() throws SQLException {
        assertThat(asApplication("SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls"
                        + " FROM pg_roles WHERE rolname = current_user"))
                .isEqualTo("f");
        assertThat(asApplication("SELECT pg_has_role('countersign_owner', 'member')"))
                .isEqualTo("f");
    }

    @Test
    void letsTheApplicationRoleMakeTablesInPublicOnly() throws SQLException {
        asApplication("CREATE TABLE public.engine_table (id int)", "DROP TABLE engine_table");
        for (String ours : new String[] {"countersign.our_table", "our_table"}) {
            assertThatThrownBy(() -> asApplication("CREATE TABLE " + ours + " (id int)"))
                    .hasMessageContaining("permission denied for schema countersign");
        }
    }

    @Test
    void resolvesUnqualifiedNamesInBothSchemas() throws SQLException {
        try (Connection owner = owner();
                Statement statement = owner.createStatement()) {
            statement.execute("CREATE TABLE countersign.found_by_name (id int)");
            statement.execute("GRANT SELECT ON countersign.found_by_name TO countersign");
        }
        assertThat(asApplication("SELECT count(*) FROM found_by_name")).isEqualTo("0");
    }

    @Test
    void letsNobodyInWithoutTheRightPassword() {
        for (String password : new String[] {"", "wrong"}) {
            assertThatThrownBy(() -> DriverManager.getConnection(database.url(), database.applicationUser(), password))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void trustsNoLocalUser() throws IOException {
        try (Stream<String> rules = Files.lines(directory.resolve("postgres/pg_hba.conf"))) {
            assertThat(rules.filter(line -> !line.isBlank() && !line.startsWith("#")))
                    .isNotEmpty()
                    .allMatch(line -> line.endsWith("scram-sha-256"));
        }
    }

    @Test
    void keepsThePasswordsFromOtherUsers() throws IOException {
        Path credentials = directory.resolve("postgres-credentials.properties");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(credentials)))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesADirectoryInUseAndKeepsHoldingIt() {
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(directory, Durability.FULL))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("in use by another Countersign (process "
                            + ProcessHandle.current().pid() + ")");
        }
    }

    @Test
    void keepsItsDataAcrossRestarts(@TempDir Path own) throws Exception {
        for (List<String> expected : List.of(List.of("1"), List.of("1", "2"))) {
            try (EmbeddedDatabase restarted = EmbeddedDatabase.start(own, Durability.NONE)) {
                assertThat(ServerProcess.noteOneMore(restarted)).isEqualTo(expected);
            }
        }
        assertThat(own.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void startsThoughItsFormerProcessIdNowBelongsToAnotherProgram(@TempDir Path own) throws Exception {
        EmbeddedDatabase.start(own, Durability.NONE).close();
        long other = ProcessHandle.current().pid();
        Files.writeString(
                own.resolve("postgres/postmaster.pid"),
                other + "\n" + own.resolve("postgres") + "\n1\n5432\n\n127.0.0.1\n");
        try (EmbeddedDatabase restarted = EmbeddedDatabase.start(own, Durability.NONE)) {
            assertThat(ServerProcess.noteOneMore(restarted)).containsExactly("1");
        }
    }

    @Test
    void refusesToOpenDataWhosePasswordsAreLost(@TempDir Path own) throws IOException {
        EmbeddedDatabase.start(own, Durability.NONE).close();
        Files.delete(own.resolve("postgres-credentials.properties"));
        assertThatThrownBy(() -> EmbeddedDatabase.start(own, Durability.NONE))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("postgres-credentials.properties is missing");
    }

    @Test
    void refusesADirectoryWhoseNameAShellWouldRead(@TempDir Path own) {
        assertThatThrownBy(() -> EmbeddedDatabase.start(own.resolve("$(id)"), Durability.NONE))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("has a character PostgreSQL cannot work with");
        assertThat(own).isEmptyDirectory();
    }

    private static Connection owner() throws SQLException {
        return DriverManager.getConnection(database.url(), database.ownerUser(), database.ownerPassword());
    }

    private static String asApplication(String... statements) throws SQLException {
        String answer = null;
        try (Connection application = DriverManager.getConnection(
                        database.url(), database.applicationUser(), database.applicationPassword());
                Statement statement = application.createStatement()) {
            for (String sql : statements) {
                if (statement.execute(sql)) {
                    try (ResultSet result = statement.getResultSet()) {
                        result.next();
                        answer = result.getString(1);
                    }
                }
            }
        }
        return answer;
    }
}
