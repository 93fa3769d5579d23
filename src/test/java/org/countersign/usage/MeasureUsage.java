package org.countersign.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.TestServers;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How many usage reports a second are taken, in bulk and one by one. Clients, server and database share the machine. No
 * test of its own; run it with {@code mvn -q test -Dtest=MeasureUsage -Dfsync=true}.
 */
@CountersignTest
class MeasureUsage {

    private static final int LICENSES = Integer.getInteger("licenses", 20_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 6);
    private static final int UPLOADS = Integer.getInteger("uploads", 2);
    private static final int CONNECTIONS = 16;
    private static final Duration ROUND = Duration.ofSeconds(Integer.getInteger("round", 15));

    @Autowired
    private LabApi api;

    @Autowired
    private TimeMachine time;

    @Autowired
    private JdbcClient db;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void usage() throws Exception {
        System.out.println("fsync=" + db.sql("SHOW fsync").query(String.class).single());
        Instant now = time.now();
        UsageLoad.licenses(TestServers.DATABASE, LICENSES, now);
        for (int month = 0; month < ROUNDS; month++) {
            bulk(month, now);
        }
        AtomicInteger next = new AtomicInteger();
        for (int round = 0; round < 4; round++) {
            singly(round == 0 ? "warming up" : "singly", next, now);
        }
    }

    private void bulk(int month, Instant now) throws Exception {
        List<Callable<Long>> uploads = new ArrayList<>();
        for (int upload = 0; upload < UPLOADS; upload++) {
            var lines = new StringBuilder();
            for (int license = 1 + upload; license <= LICENSES; license += UPLOADS) {
                lines.append(UsageLoad.line("bulk", license, month, now));
            }
            byte[] body = lines.toString().getBytes(StandardCharsets.UTF_8);
            uploads.add(() -> accepted(body));
        }
        Duration before = databaseCpu();
        long begin = System.nanoTime();
        long accepted = run(uploads).stream().mapToLong(Long::longValue).sum();
        double seconds = (System.nanoTime() - begin) / 1e9;
        assertThat(accepted).isEqualTo(LICENSES);
        System.out.printf(
                "bulk, month %d, %d uploads at once: %,.0f/s (%,d in %.1f s; database %.1f s of its CPU; load %.1f)%n",
                month + 1,
                UPLOADS,
                accepted / seconds,
                accepted,
                seconds,
                databaseCpu().minus(before).toMillis() / 1e3,
                load());
    }

    private long accepted(byte[] body) throws Exception {
        HttpResponse<Stream<String>> answer = http.send(
                api.request("/api/v1/usage-reports:bulk")
                        .header("Authorization", api.bearer(LabApi.AURORA))
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofLines());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body().filter(line -> line.contains("\"accepted\"")).count();
    }

    private void singly(String name, AtomicInteger next, Instant now) throws Exception {
        long begin = System.nanoTime();
        long end = begin + ROUND.toNanos();
        String bearer = api.bearer(LabApi.AURORA);
        Duration before = databaseCpu();
        List<Callable<List<Long>>> clients = new ArrayList<>();
        for (int n = 0; n < CONNECTIONS; n++) {
            clients.add(() -> client(bearer, next, end, now));
        }
        long[] nanos = run(clients).stream()
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                "%s: %,.0f/s over %d connections, p50 %.1f ms, p99 %.1f ms (%,d; database %.1f s of its CPU; load %.1f)%n",
                name,
                nanos.length / seconds,
                CONNECTIONS,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6,
                nanos.length,
                databaseCpu().minus(before).toMillis() / 1e3,
                load());
    }

    /** The reports of one license after another, month after month. */
    private List<Long> client(String bearer, AtomicInteger next, long end, Instant now) throws IOException {
        List<Long> nanos = new ArrayList<>();
        URI server = URI.create(api.url("/"));
        while (System.nanoTime() < end) {
            try (var socket = new Socket(server.getHost(), server.getPort())) {
                socket.setTcpNoDelay(true);
                InputStream in = new BufferedInputStream(socket.getInputStream(), 16_384);
                OutputStream out = socket.getOutputStream();
                for (boolean stays = true; stays && System.nanoTime() < end; ) {
                    int number = next.getAndIncrement();
                    int license = 1 + number % LICENSES;
                    byte[] body = (UsageLoad.report("single", license, ROUNDS + number / LICENSES, now) + "}")
                            .getBytes(StandardCharsets.UTF_8);
                    long begun = System.nanoTime();
                    out.write(
                            ("POST /api/v1/licenses/used-" + license + "/usage-reports HTTP/1.1\r\nHost: localhost\r\n"
                                            + "Content-Type: application/json\r\nContent-Length: " + body.length
                                            + "\r\nAuthorization: " + bearer + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                    out.write(body);
                    stays = answer(in);
                    nanos.add(System.nanoTime() - begun);
                }
            }
        }
        return nanos;
    }

    /** @return whether the connection can be used again */
    private static boolean answer(InputStream in) throws IOException {
        String status = line(in);
        int length = -1;
        boolean stays = true;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).strip());
            }
            stays &= !header.equalsIgnoreCase("Connection: close");
        }
        if (length >= 0) {
            in.skipNBytes(length);
        } else {
            for (int chunk = -1; chunk != 0; in.skipNBytes(chunk + 2)) {
                chunk = Integer.parseInt(line(in), 16);
            }
        }
        if (!status.startsWith("HTTP/1.1 201")) {
            throw new IOException(status);
        }
        return stays;
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("closed");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private static <T> List<T> run(List<Callable<T>> steps) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(steps.size());
        try {
            List<T> done = new ArrayList<>();
            for (Future<T> step : threads.invokeAll(steps)) {
                done.add(step.get());
            }
            return done;
        } finally {
            threads.shutdownNow();
        }
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** Of all processes of the server: what else runs on this machine does not count. */
    private Duration databaseCpu() {
        long backend = db.sql("SELECT pg_backend_pid()").query(Long.class).single();
        return ProcessHandle.of(backend)
                .flatMap(ProcessHandle::parent)
                .orElseThrow()
                .children()
                .map(child -> child.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
