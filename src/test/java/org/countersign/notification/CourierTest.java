package org.countersign.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.countersign.notification.Courier.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One request, against peers that behave and peers that do not. */
class CourierTest {

    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofMillis(500);
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    @Test
    void connectsToTheAddressThatWasJudgedAndToNoOther() {
        HookPeer peer = closing(new HookPeer());
        var asked = new AtomicInteger();
        // A name that is public the first time and leads inside the second time.
        Courier courier = courier(host -> asked.incrementAndGet() == 1 ? loopback() : anyLocal(), true);

        assertThat(post(courier, "http://hooks.example:" + peer.port() + "/").outcome())
                .isEqualTo(Outcome.ACCEPTED);
        assertThat(asked).hasValue(1);
        assertThat(peer.received().get(0).header("host")).isEqualTo("hooks.example:" + peer.port());
        assertThat(post(courier, "http://hooks.example:" + peer.port() + "/").outcome())
                .isEqualTo(Outcome.ADDRESS_REFUSED);
        assertThat(asked).hasValue(2);
        assertThat(peer.received()).hasSize(1);
    }

    @Test
    void refusesThisMachineOutsideTheDemonstration() {
        HookPeer peer = closing(new HookPeer());
        Courier courier = courier(InetAddress::getAllByName, false);
        for (String host : new String[] {"127.0.0.1", "localhost", "[::1]", "0.0.0.0", "[::ffff:127.0.0.1]"}) {
            for (String scheme : new String[] {"http", "https"}) {
                assertThat(post(courier, scheme + "://" + host + ":" + peer.port() + "/")
                                .outcome())
                        .as(scheme + " " + host)
                        .isEqualTo(Outcome.ADDRESS_REFUSED);
            }
        }
        assertThat(peer.received()).isEmpty();
    }

    @Test
    void sendsToTheRootOfAHostNamedWithoutPath() {
        HookPeer peer = closing(new HookPeer());
        Courier courier = courier(InetAddress::getAllByName, true);
        assertThat(post(courier, "http://127.0.0.1:" + peer.port()).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(post(courier, "http://127.0.0.1:" + peer.port() + "/a?b=c%20d")
                        .outcome())
                .isEqualTo(Outcome.ACCEPTED);
        assertThat(peer.received()).extracting(HookPeer.Received::path).containsExactly("/", "/a");
    }

    @Test
    void saysThatNobodyIsThere() throws IOException {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        Courier courier = courier(InetAddress::getAllByName, true);
        assertThat(post(courier, "http://127.0.0.1:" + free + "/").outcome()).isEqualTo(Outcome.UNREACHABLE);
        Courier nameless = courier(
                host -> {
                    throw new java.net.UnknownHostException(host);
                },
                true);
        assertThat(post(nameless, "http://nowhere.example/").outcome()).isEqualTo(Outcome.UNREACHABLE);
    }

    @Test
    void givesUpOnAnEndpointThatNeverAnswers() throws IOException {
        var end = new CountDownLatch(1);
        open.add(end::countDown);
        int port = serve(socket -> end.await());
        assertThat(post(courier(InetAddress::getAllByName, true), "http://127.0.0.1:" + port + "/")
                        .outcome())
                .isEqualTo(Outcome.TIMED_OUT);
    }

    @Test
    void givesUpOnAnEndpointThatDragsItsAnswerOut() throws IOException {
        var end = new CountDownLatch(1);
        open.add(end::countDown);
        int port = serve(socket -> {
            OutputStream answer = socket.getOutputStream();
            answer.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            // Never silent for as long as a read may wait, and never done.
            while (!end.await(50, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                answer.write("X: y\r\n".getBytes(StandardCharsets.US_ASCII));
                answer.flush();
            }
        });
        assertThat(post(courier(InetAddress::getAllByName, true), "http://127.0.0.1:" + port + "/")
                        .outcome())
                .isEqualTo(Outcome.TIMED_OUT);
    }

    @Test
    void doesNotReadAnAnswerToItsEnd() throws Exception {
        var cutOff = new CountDownLatch(1);
        int port = serve(socket -> {
            OutputStream answer = socket.getOutputStream();
            answer.write("HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            try {
                while (true) {
                    answer.write(new byte[8192]);
                }
            } catch (IOException e) {
                cutOff.countDown();
            }
        });
        assertThat(post(courier(InetAddress::getAllByName, true), "http://127.0.0.1:" + port + "/")
                        .outcome())
                .isEqualTo(Outcome.ACCEPTED);
        cutOff.await();
    }

    @Test
    void wantsACertificateThatIsGoodForTheName(@TempDir Path directory) throws Exception {
        KeyStore keys = selfSigned(directory, "hooks.example");
        SSLContext context = context(keys);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        open.add(() -> server.stop(0));
        int port = server.getAddress().getPort();
        Destinations here = new Destinations(host -> loopback(), true, false);
        Courier trusting = closing(new Courier(here, Duration.ofSeconds(20), Duration.ofSeconds(20), context));
        Courier usual = closing(new Courier(here, Duration.ofSeconds(20), Duration.ofSeconds(20), null));

        assertThat(post(trusting, "https://hooks.example:" + port + "/").outcome())
                .isEqualTo(Outcome.ACCEPTED);
        assertThat(post(trusting, "https://other.example:" + port + "/").outcome())
                .isEqualTo(Outcome.UNREACHABLE);
        assertThat(post(usual, "https://hooks.example:" + port + "/").outcome()).isEqualTo(Outcome.UNREACHABLE);
    }

    private Courier.Attempt post(Courier courier, String url) {
        return courier.send(URI.create(url), Map.of("webhook-id", "msg_1"), "{}");
    }

    private Courier courier(Destinations.Lookup lookup, boolean loopback) {
        return closing(new Courier(new Destinations(lookup, loopback, false), CONNECT, ANSWER, null));
    }

    private <T> T closing(T one) {
        if (one instanceof Courier courier) {
            open.add(courier::destroy);
        } else if (one instanceof AutoCloseable closeable) {
            open.add(closeable);
        }
        return one;
    }

    @FunctionalInterface
    private interface Manners {
        void with(Socket socket) throws Exception;
    }

    /** A server that reads a request and then does what it likes. */
    private int serve(Manners manners) throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        open.add(server);
        Thread thread = new Thread(() -> {
            try (Socket socket = server.accept()) {
                InputStream request = socket.getInputStream();
                assertThat(request.read(new byte[8192])).isPositive();
                manners.with(socket);
            } catch (Exception e) {
                // the client went away, or the test is over
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server.getLocalPort();
    }

    private static InetAddress[] loopback() {
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    private static InetAddress[] anyLocal() throws java.net.UnknownHostException {
        return InetAddress.getAllByName("10.0.0.1");
    }

    private static KeyStore selfSigned(Path directory, String name) throws Exception {
        Path file = directory.resolve("keys.p12");
        int exit = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "peer",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=DNS:" + name,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start()
                .waitFor();
        assertThat(exit).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private static SSLContext context(KeyStore keys) throws Exception {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("peer", keys.getCertificate("peer"));
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }
}
