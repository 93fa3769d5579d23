package org.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.countersign.gateway.GreenLightVerifier.Settings;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** A gateway that polls the registry: green, red and out of reach. */
@CountersignTest
class RegistryPollingTest {

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private Clock clock;

    @Value("${countersign.public-url:http://localhost:${server.port:8080}}")
    private String issuer;

    @Test
    void seesASurrenderWithTheNextPoll() {
        Case acme = cases.approved();
        String token = cases.greenLight(acme).get("token").asText();
        GreenLightVerifier verifier = verifier();
        try (var polling = new RegistryPolling(verifier, URI.create(api.url("")))) {
            assertThat(check(verifier, token, acme).reason()).isEqualTo("no-keys");
            polling.poll();
            assertThat(check(verifier, token, acme).isGreen()).isTrue();

            String licenseId = cases.asTheLabSeesIt(acme).get("licenseId").asText();
            api.post(LabApi.AURORA, "/api/v1/licenses/" + licenseId + "/surrender", "{}");
            polling.poll();
            assertThat(check(verifier, token, acme).reason()).isEqualTo("invalid");
        }
    }

    @Test
    void asksForAListAgainByItsTagAndLivesWithARegistryThatIsDown() throws IOException {
        var registry = new SignedByHand();
        List<String> asked = Collections.synchronizedList(new ArrayList<>());
        var at = new GatewayClock(SignedByHand.NOW);
        var verifier = new GreenLightVerifier(
                SignedByHand.ISSUER, SignedByHand.LAB, Settings.standard().with(at));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean keys = exchange.getRequestURI().getPath().equals("/.well-known/jwks.json");
            String tag = exchange.getRequestHeaders().getFirst("If-None-Match");
            asked.add(exchange.getRequestURI().getPath() + " " + tag);
            byte[] body = (keys ? registry.jwks() : registry.list(SignedByHand.NOW)).getBytes();
            exchange.getResponseHeaders().add("ETag", "\"1\"");
            if ("\"1\"".equals(tag)) {
                exchange.sendResponseHeaders(304, -1);
            } else {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        URI address = URI.create("http://localhost:" + server.getAddress().getPort());
        try (var polling = new RegistryPolling(verifier, address)) {
            polling.poll();
            polling.poll();
            assertThat(asked)
                    .containsExactly("/.well-known/jwks.json null", "/status-lists/0 null", "/status-lists/0 \"1\"");
            server.stop(0);
            polling.poll();
            String token = registry.token(0);
            assertThat(verifier.check(token, "aurora-6", "acme", null).isGreen())
                    .isTrue();
            at.advance(Duration.ofMinutes(6));
            polling.poll();
            assertThat(verifier.check(token, "aurora-6", "acme", null).verdict())
                    .isEqualTo(Answer.Verdict.UNKNOWN);
        }
    }

    @Test
    void readsNoAnswerWithoutEndAndAsksAgain() throws IOException {
        var registry = new SignedByHand();
        var endless = new AtomicBoolean(true);
        var sent = new AtomicLong();
        var verifier = byHand();
        HttpServer server = serving(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                byte[] more = new byte[1 << 16];
                while (endless.get() && sent.addAndGet(more.length) < 1L << 30) {
                    body.write(more);
                }
                body.write(answer(exchange, registry));
            }
        });
        try (var polling = new RegistryPolling(verifier, address(server))) {
            polling.poll();
            assertThat(sent.get()).isLessThan(1L << 28);
            assertThat(green(verifier, registry)).isFalse();
            endless.set(false);
            polling.poll();
            assertThat(green(verifier, registry)).isTrue();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void takesKeysFromElsewhereWithTlsOnly() {
        for (String address :
                List.of("http://registry.example", "http://127.0.0.1.registry.example", "ftp://registry.example")) {
            assertThatThrownBy(() -> new RegistryPolling(byHand(), URI.create(address)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        new RegistryPolling(byHand(), URI.create("https://registry.example")).close();
    }

    @Test
    void fetchesListsAlsoWhenTheKeysCannotBeHad() throws IOException {
        var registry = new SignedByHand();
        var verifier = byHand();
        verifier.keys(registry.jwks());
        HttpServer server = serving(exchange -> {
            byte[] body = exchange.getRequestURI().getPath().startsWith("/status-lists/")
                    ? registry.list(SignedByHand.NOW).getBytes(StandardCharsets.US_ASCII)
                    : "<html>Down for maintenance</html>".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        });
        try (var polling = new RegistryPolling(verifier, address(server))) {
            polling.poll();
            assertThat(green(verifier, registry)).isTrue();
        } finally {
            server.stop(0);
        }
    }

    private static GreenLightVerifier byHand() {
        return new GreenLightVerifier(
                SignedByHand.ISSUER, SignedByHand.LAB, Settings.standard().with(new GatewayClock(SignedByHand.NOW)));
    }

    private static boolean green(GreenLightVerifier verifier, SignedByHand registry) {
        return verifier.check(registry.token(0), "aurora-6", "acme", null).isGreen();
    }

    private static byte[] answer(HttpExchange exchange, SignedByHand registry) {
        boolean keys = exchange.getRequestURI().getPath().equals("/.well-known/jwks.json");
        return (keys ? registry.jwks() : registry.list(SignedByHand.NOW)).getBytes(StandardCharsets.US_ASCII);
    }

    private static HttpServer serving(HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                handler.handle(exchange);
            }
        });
        server.start();
        return server;
    }

    private static URI address(HttpServer server) {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private GreenLightVerifier verifier() {
        return new GreenLightVerifier(issuer, "lab-aurora", Settings.standard().with(clock));
    }

    private static Answer check(GreenLightVerifier verifier, String token, Case of) {
        return verifier.check(token, "aurora-6", of.customerId(), null);
    }
}
