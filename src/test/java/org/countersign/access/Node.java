package org.countersign.access;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.countersign.Countersign;
import org.countersign.testing.TestServers;
import org.springframework.util.FileSystemUtils;

/**
 * One more node on the tests' database: a process of its own, because one JVM has one engine of a name. It
 * runs no jobs, so that time in the database stays the tests' own.
 */
class Node implements AutoCloseable {

    private final int port = freePort();
    private final Path data = temporary();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Process process;

    Node(boolean demo, String... settings) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx400m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .replace(';', File.pathSeparatorChar),
                Countersign.class.getName(),
                "--server.port=" + port,
                "--countersign.data-dir=" + data,
                "--countersign.demo=" + demo,
                "--spring.datasource.url=" + TestServers.DATABASE.url(),
                "--spring.datasource.username=" + TestServers.DATABASE.applicationUser(),
                "--spring.datasource.password=" + TestServers.DATABASE.applicationPassword(),
                "--spring.datasource.hikari.maximum-pool-size=8",
                "--spring.flyway.user=" + TestServers.DATABASE.ownerUser(),
                "--spring.flyway.password=" + TestServers.DATABASE.ownerPassword(),
                // The tests' own application signs the journal.
                "--countersign.journal.background=false",
                "--camunda.bpm.job-execution.enabled=false",
                "--countersign.directives.heartbeat=PT24H",
                "--countersign.green-lights.heartbeat=0s",
                // The tests' own application, of the same address, leases by the same.
                "--countersign.requests.address-per-minute=1000000000",
                "--countersign.webhooks.dispatch=false"));
        command.addAll(List.of(settings));
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            awaitStart(process.inputReader());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitStart(BufferedReader output) throws IOException {
        for (String line; (line = output.readLine()) != null; ) {
            log.add(line);
            if (line.contains("Started Countersign in")) {
                var rest = new Thread(() -> output.lines().forEach(log::add), "log of a node");
                rest.setDaemon(true);
                rest.setUncaughtExceptionHandler((thread, streamClosed) -> {}); // with the process
                rest.start();
                return;
            }
        }
        throw new IllegalStateException("The node did not start:\n" + String.join("\n", log));
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    List<String> log() {
        return log;
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("countersign-node");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
            FileSystemUtils.deleteRecursively(data);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
