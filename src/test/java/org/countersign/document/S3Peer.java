package org.countersign.document;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A server that speaks S3 and keeps objects in memory, in a JVM of its own; its classes never meet ours. */
final class S3Peer implements AutoCloseable {

    static final String ACCESS_KEY = "access";
    static final String SECRET_KEY = "secret";

    private final Process process;
    private final URI endpoint;

    private S3Peer(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    static S3Peer start(Path directory) throws IOException {
        int port = freePort();
        Path settings = Files.write(
                directory.resolve("s3proxy.conf"),
                List.of(
                        "s3proxy.endpoint=http://127.0.0.1:" + port,
                        "s3proxy.authorization=aws-v4",
                        "s3proxy.identity=" + ACCESS_KEY,
                        "s3proxy.credential=" + SECRET_KEY,
                        "jclouds.provider=transient",
                        "jclouds.identity=none",
                        "jclouds.credential=none"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-jar",
                        Path.of("target", "peers", "s3proxy.jar").toString(),
                        "--properties",
                        settings.toString())
                .redirectErrorStream(true)
                .start();
        var peer = new S3Peer(process, URI.create("http://127.0.0.1:" + port));
        peer.waitUntilItListens();
        return peer;
    }

    URI endpoint() {
        return endpoint;
    }

    private void waitUntilItListens() throws IOException {
        var output = process.inputReader();
        for (String line; (line = output.readLine()) != null; ) {
            if (line.contains("Started") && line.contains("ServerConnector")) {
                drain(output);
                return;
            }
        }
        throw new IOException("The S3 server ended before it listened");
    }

    /** Else the server stops at its next line of output, when the pipe is full. */
    private static void drain(BufferedReader output) {
        var drain = new Thread(() -> output.lines().forEach(line -> {}), "s3-peer-output");
        drain.setDaemon(true);
        drain.start();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
