package org.countersign.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each refusal is one sentence on standard error and an exit code the caller notices. */
class StartRefusalTest {

    @TempDir
    Path directory;

    @Test
    void refusesAPortInUseBeforeTouchingTheDatabase() throws Exception {
        Path untouched = directory.resolve("data");
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(refusal(
                            StartedApplication.class,
                            "--server.port=" + other.getLocalPort(),
                            "--countersign.data-dir=" + untouched))
                    .isEqualTo(
                            "Port %d is already in use; stop the other program or choose another port with --server.port=…",
                            other.getLocalPort());
        }
        assertThat(untouched).doesNotExist();
    }

    @Test
    void refusesAPortLostWhileStartingAndStopsTheDatabase() throws Exception {
        int port = freePort();
        assertThat(refusal(
                        StartedApplication.WithRival.class,
                        "--server.port=" + port,
                        "--countersign.data-dir=" + directory))
                .isEqualTo(
                        "Port %d is already in use; stop the other program or choose another port with --server.port=…",
                        port);
        assertThat(directory.resolve("postgres/PG_VERSION")).exists();
        assertThat(directory.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void refusesADataDirectoryInUse() throws Exception {
        try (DataDirectory held = DataDirectory.hold(directory)) {
            assertThat(refusal(StartedApplication.class, "--server.port=0", "--countersign.data-dir=" + directory))
                    .isEqualTo(
                            "The data directory %s is in use by another Countersign (process %d); stop that one or choose another directory with --countersign.data-dir=…",
                            held, ProcessHandle.current().pid());
        }
    }

    @Test
    void refusesADataDirectoryThatCannotBe() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(refusal(
                        StartedApplication.class, "--server.port=0", "--countersign.data-dir=" + file.resolve("data")))
                .startsWith("The data directory %s cannot be ".formatted(file.resolve("data")));
    }

    @Test
    void refusesDataOfAnotherMajorVersion() throws Exception {
        Files.createDirectory(directory.resolve("postgres"));
        Files.writeString(directory.resolve("postgres/PG_VERSION"), "12\n");
        assertThat(refusal(StartedApplication.class, "--server.port=0", "--countersign.data-dir=" + directory))
                .startsWith("The data in %s were made by PostgreSQL 12, but this Countersign brings PostgreSQL 1"
                        .formatted(directory.toRealPath().resolve("postgres")));
    }

    @Test
    void refusesAGivenDatabaseThatDoesNotAnswer() throws Exception {
        int port = freePort();
        assertThat(refusal(
                        StartedApplication.class,
                        "--server.port=0",
                        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + port + "/cases",
                        "--spring.datasource.username=someone",
                        "--spring.datasource.password=s3cret"))
                .startsWith(
                        "The database 127.0.0.1:%d/cases cannot be used (Connection refused); check ".formatted(port))
                .doesNotContain("s3cret");
    }

    @Test
    void refusesAGivenDatabaseThatRefusesThePassword() throws Exception {
        try (EmbeddedDatabase given = EmbeddedDatabase.start(directory, Durability.NONE)) {
            assertThat(refusal(
                            StartedApplication.class,
                            "--server.port=0",
                            "--spring.datasource.url=" + given.url() + "&password=s3cret",
                            "--spring.datasource.username=" + given.applicationUser()))
                    .contains(
                            "/countersign cannot be used (FATAL: password authentication failed for user \"countersign\")")
                    .doesNotContain("s3cret");
        }
    }

    @Test
    void refusesAGivenDatabaseWhoseRoleLacksRights() throws Exception {
        try (EmbeddedDatabase given = EmbeddedDatabase.start(directory, Durability.NONE)) {
            assertThat(refusal(
                            org.countersign.Countersign.class,
                            "--server.port=0",
                            "--spring.datasource.url=" + given.url(),
                            "--spring.datasource.username=" + given.applicationUser(),
                            "--spring.datasource.password=" + given.applicationPassword()))
                    .startsWith("The database could not be brought to this version (")
                    .contains("permission denied")
                    .doesNotContain(given.applicationPassword());
        }
    }

    private static String refusal(Class<?> main, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--server.address=127.0.0.1");
        all.add("--logging.level.org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter=off");
        all.add(
                "--logging.level.org.springframework.boot.web.servlet.context.AnnotationConfigServletWebServerApplicationContext=error");
        Process refused = ChildJvm.of(main, all.toArray(String[]::new))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> words = refused.errorReader().lines().toList();
        assertThat(refused.waitFor()).as("exit code").isEqualTo(1);
        assertThat(words).hasSize(1);
        return words.get(0);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
