package org.countersign.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.countersign.Countersign;
import org.countersign.database.Durability;
import org.countersign.database.EmbeddedDatabase;
import org.countersign.testing.LabApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application and its database are killed (SIGKILL, both) while reports come in bulk and one by one; then everything
 * that was answered as accepted is looked for. No test of its own; run it with {@code mvn -q test -Dtest=KillUsage}.
 */
class KillUsage {

    private static final int LICENSES = Integer.getInteger("licenses", 20_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int LINES = 5_000;
    private static final int SINGLE_CLIENTS = 8;

    @TempDir
    Path directory;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Queue<String[]> accepted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inBulk = new AtomicInteger();

    @Test
    void losesNothing() throws Exception {
        for (int round = 1; round <= ROUNDS; round++) {
            killedWhileReporting(round);
        }
    }

    private void killedWhileReporting(int round) throws Exception {
        accepted.clear();
        inBulk.set(0);
        EmbeddedDatabase database = EmbeddedDatabase.start(directory, Durability.FULL);
        long postmaster = postmasterOf(database);
        int port = freePort();
        Process node = start(database, port);
        try {
            String bearer = "Bearer " + ready(node, port);
            Instant now = Instant.now();
            if (round == 1) {
                UsageLoad.licenses(database, LICENSES, now);
            }
            List<Thread> clients = clients(round, port, bearer, now);
            clients.forEach(Thread::start);
            while (inBulk.get() < LINES) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(500, 3_000));
            node.destroyForcibly();
            ProcessHandle.of(postmaster).ifPresent(ProcessHandle::destroyForcibly);
            node.waitFor();
            for (Thread client : clients) {
                client.join();
            }
        } finally {
            node.destroyForcibly().waitFor();
            database.close(); // dead already; lets go of the directory
        }
        try (EmbeddedDatabase restarted = EmbeddedDatabase.start(directory, Durability.FULL)) {
            List<String> lost = lost(restarted);
            System.out.printf(
                    "round %d: killed after %,d accepted in bulk and %,d singly; lost %d%n",
                    round, inBulk.get(), accepted.size() - inBulk.get(), lost.size());
            assertThat(accepted.size()).isGreaterThan(inBulk.get());
            assertThat(lost).isEmpty();
        }
    }

    private List<Thread> clients(int round, int port, String bearer, Instant now) {
        List<Thread> clients = new ArrayList<>();
        // Bulk in the even months, single reports in the odd ones.
        clients.add(new Thread(() -> untilKilled(n -> {
            var lines = new StringBuilder();
            for (int line = 0; line < LINES; line++) {
                int number = n * LINES + line;
                lines.append(UsageLoad.line("k" + round, 1 + number % LICENSES, 2 * (number / LICENSES) % 12, now));
            }
            bulk(port, bearer, lines.toString());
        })));
        var next = new AtomicInteger();
        for (int client = 0; client < SINGLE_CLIENTS; client++) {
            clients.add(new Thread(() -> untilKilled(n -> {
                int number = next.getAndIncrement();
                single(port, bearer, "k" + round, 1 + number % LICENSES, 1 + 2 * (number / LICENSES) % 12, now);
            })));
        }
        return clients;
    }

    private interface Step {
        void run(int n) throws IOException, InterruptedException;
    }

    private static void untilKilled(Step step) {
        try {
            for (int n = 0; ; n++) {
                step.run(n);
            }
        } catch (IOException | UncheckedIOException killed) {
            // what was not answered does not count
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void bulk(int port, String bearer, String lines) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> answer = http.send(
                request(port, "/api/v1/usage-reports:bulk", bearer, "application/x-ndjson", lines),
                HttpResponse.BodyHandlers.ofLines());
        answer.body().forEach(line -> {
            if (line.endsWith("}") && line.contains("\"status\":\"accepted\"")) {
                JsonNode told = parse(line);
                accepted.add(new String[] {
                    told.get("licenseId").asText(), told.get("reportId").asText()
                });
                inBulk.incrementAndGet();
            }
        });
    }

    private void single(int port, String bearer, String prefix, int license, int month, Instant now)
            throws IOException, InterruptedException {
        String body = UsageLoad.report(prefix, license, month, now) + "}";
        HttpResponse<String> answer = http.send(
                request(port, "/api/v1/licenses/used-" + license + "/usage-reports", bearer, "application/json", body),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 201) {
            accepted.add(new String[] {"used-" + license, prefix + "-" + month});
        }
    }

    private static HttpRequest request(int port, String path, String authorization, String type, String body) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Authorization", authorization)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the node is ready. @return an access token */
    private String ready(Process node, int port) throws InterruptedException {
        while (node.isAlive()) {
            try {
                HttpResponse<String> answer = http.send(
                        request(
                                port,
                                "/oauth2/token",
                                LabApi.basic(LabApi.AURORA),
                                "application/x-www-form-urlencoded",
                                "grant_type=client_credentials"),
                        HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return parse(answer.body()).get("access_token").asText();
                }
            } catch (IOException notYet) {
                // it is still starting
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new IllegalStateException("The node ended while it was starting");
    }

    private Process start(EmbeddedDatabase database, int port) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .replace(';', File.pathSeparatorChar);
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        classPath,
                        Countersign.class.getName(),
                        "--server.port=" + port,
                        "--countersign.demo=true",
                        "--countersign.data-dir=" + directory.resolve("node"),
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.applicationUser(),
                        "--spring.datasource.password=" + database.applicationPassword(),
                        "--spring.flyway.user=" + database.ownerUser(),
                        "--spring.flyway.password=" + database.ownerPassword())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("node.log").toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static long postmasterOf(EmbeddedDatabase database) throws SQLException {
        try (Connection owner = owner(database);
                ResultSet backend = owner.createStatement().executeQuery("SELECT pg_backend_pid()")) {
            backend.next();
            return ProcessHandle.of(backend.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .map(ProcessHandle::pid)
                    .orElseThrow();
        }
    }

    private static Connection owner(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(database.url(), database.ownerUser(), database.ownerPassword());
    }

    private List<String> lost(EmbeddedDatabase database) throws SQLException {
        List<String> lost = new ArrayList<>();
        try (Connection owner = owner(database);
                PreparedStatement find = owner.prepareStatement(
                        """
                        SELECT count(*) FROM countersign.usage_report_key k JOIN countersign.usage_report r
                          ON r.license_id = k.license_id AND r.report_id = k.report_id AND r.period_end = k.period_end
                        WHERE k.license_id = ? AND k.report_id = ?""")) {
            for (String[] one : accepted) {
                find.setString(1, one[0]);
                find.setString(2, one[1]);
                try (ResultSet found = find.executeQuery()) {
                    found.next();
                    if (found.getInt(1) != 1) {
                        lost.add(one[0] + " " + one[1]);
                    }
                }
            }
        }
        return lost;
    }
}
