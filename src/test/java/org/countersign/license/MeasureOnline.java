package org.countersign.license;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How many green lights a second are answered online with a million licenses present, and how fast at half that rate.
 * Clients and server share the machine and the process. No test of its own; run it with
 * {@code mvn -q test -Dtest=MeasureOnline}.
 */
@CountersignTest
class MeasureOnline {

    private static final int CONNECTIONS = 16;
    private static final int ROUNDS = 3;
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("warmup", 15));
    private static final Duration ROUND = Duration.ofSeconds(Integer.getInteger("round", 20));

    @Autowired
    private LabApi api;

    @Autowired
    private JdbcClient db;

    private final LongAdder clientNanos = new LongAdder();

    private record Kind(String name, int customers, String more) {}

    @Test
    void online() throws Exception {
        MillionLicenses.load(10);
        List<Kind> kinds = List.of(
                new Kind("without token, a million customers at random", MillionLicenses.COUNT, "&token=false"),
                new Kind("with token, ten thousand customers at random", 10_000, ""));
        for (Kind kind : kinds) {
            run(kind, WARM_UP, 0);
        }
        for (int round = 1; round <= ROUNDS; round++) {
            for (Kind kind : kinds) {
                measure(kind);
            }
        }
    }

    private void measure(Kind kind) throws Exception {
        Cpu before = cpu();
        long[] full = run(kind, ROUND, 0);
        String used = cpu().since(before);
        double perSecond = full.length / (double) ROUND.toSeconds();
        System.out.printf(
                "%s: %,.0f/s, p50 %.1f ms, p99 %.1f ms over %d connections; CPU: %s%n",
                kind.name(), perSecond, at(full, 50), at(full, 99), CONNECTIONS, used);
        double asked = Double.parseDouble(System.getProperty("rate", String.valueOf(perSecond / 2)));
        long[] half = run(kind, ROUND, asked);
        System.out.printf(
                "  at %,.0f/s: p50 %.2f ms, p99 %.2f ms, slowest %.0f ms (of %,d)%n",
                asked, at(half, 50), at(half, 99), at(half, 100), half.length);
    }

    /** @param rate of all connections together; 0 for as fast as it goes @return the nanoseconds of each, sorted */
    private long[] run(Kind kind, Duration duration, double rate) throws Exception {
        ExecutorService clients =
                Executors.newFixedThreadPool(CONNECTIONS, work -> new Thread(work, "measuring-client"));
        try {
            String bearer = api.bearer(LabApi.AURORA);
            long start = System.nanoTime();
            long end = start + duration.toNanos();
            List<Future<List<Long>>> running = new ArrayList<>();
            for (int n = 0; n < CONNECTIONS; n++) {
                long interval = rate == 0 ? 0 : (long) (CONNECTIONS * 1e9 / rate);
                long first = start + (rate == 0 ? 0 : interval * n / CONNECTIONS);
                running.add(clients.submit((Callable<List<Long>>) () -> client(kind, bearer, first, interval, end)));
            }
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> client : running) {
                all.addAll(client.get());
            }
            return all.stream().mapToLong(Long::longValue).sorted().toArray();
        } finally {
            clients.shutdownNow();
        }
    }

    /** With a rate, a request counts from the moment it was due, so that waiting for a slow one before it counts too. */
    private List<Long> client(Kind kind, String bearer, long first, long interval, long end) throws IOException {
        List<Long> nanos = new ArrayList<>();
        URI server = URI.create(api.url("/"));
        Socket socket = connect(server);
        try {
            InputStream in = new BufferedInputStream(socket.getInputStream(), 16_384);
            OutputStream out = socket.getOutputStream();
            for (long due = first; due < end; due += interval) {
                long begun = System.nanoTime();
                if (interval == 0) {
                    due = begun;
                } else {
                    while ((begun = System.nanoTime()) < due) {
                        LockSupport.parkNanos(due - begun);
                    }
                }
                int customer = 1 + ThreadLocalRandom.current().nextInt(kind.customers());
                out.write(("GET /api/v1/green-lights?releaseId=aurora-6&customerId=customer-" + customer + kind.more()
                                + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + bearer + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                boolean stays = answer(in);
                nanos.add(System.nanoTime() - due);
                if (!stays) {
                    socket.close();
                    socket = connect(server);
                    in = new BufferedInputStream(socket.getInputStream(), 16_384);
                    out = socket.getOutputStream();
                }
            }
        } finally {
            socket.close();
        }
        clientNanos.add(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
        return nanos;
    }

    private static Socket connect(URI server) throws IOException {
        var socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** @return whether the connection can be used again */
    private static boolean answer(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException(status);
        }
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
            return stays;
        }
        for (int chunk = Integer.parseInt(line(in), 16); ; chunk = Integer.parseInt(line(in), 16)) {
            in.skipNBytes(chunk + 2);
            if (chunk == 0) {
                return stays;
            }
        }
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

    private static double at(long[] sorted, int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
    }

    /** Seconds of processor time until now, by who used them. */
    private Cpu cpu() {
        double process =
                ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
        double clients = clientNanos.sum() / 1e9;
        int backend = db.sql("SELECT pg_backend_pid()").query(Integer.class).single();
        double database = ProcessHandle.of(backend)
                .flatMap(ProcessHandle::parent)
                .map(ProcessHandle::children)
                .orElse(Stream.empty())
                .map(backends -> backends.info().totalCpuDuration().orElse(Duration.ZERO))
                .mapToDouble(used -> used.toNanos() / 1e9)
                .sum();
        return new Cpu(process - clients, clients, database);
    }

    private record Cpu(double server, double clients, double database) {

        String since(Cpu before) {
            return "server %.1f s, clients %.1f s, database %.1f s"
                    .formatted(server - before.server, clients - before.clients, database - before.database);
        }
    }
}
