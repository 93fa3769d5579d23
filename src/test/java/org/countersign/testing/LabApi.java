package org.countersign.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Lazy;

/** HTTP as clients of the application speak it: labs with bearer tokens, staff with their passwords. */
@TestComponent
@Lazy
public class LabApi {

    public static final String AURORA = "lab-aurora:demo-aurora";
    public static final String BOREALIS = "lab-borealis:demo-borealis";

    private final ServletWebServerApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    /** Tokens live for 15 minutes by the clock on the wall, whatever the test clock says. */
    private record Token(String value, long obtainedAt) {

        private static final long FRESH = Duration.ofMinutes(10).toNanos();

        boolean isFresh() {
            return System.nanoTime() - obtainedAt < FRESH;
        }
    }

    LabApi(ServletWebServerApplicationContext context) {
        this.context = context;
    }

    /** An answer with its body, as JSON where it is JSON. */
    public record Answer(int status, String body, HttpResponse<String> http, JsonNode json) {

        public String header(String name) {
            return http.headers().firstValue(name).orElse(null);
        }
    }

    public String url(String path) {
        return "http://localhost:" + context.getWebServer().getPort() + path;
    }

    public Answer get(String lab, String path) {
        return send(request(path).header("Authorization", bearer(lab)).GET());
    }

    public Answer post(String lab, String path, String body) {
        return send(request(path)
                .header("Authorization", bearer(lab))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public Answer apply(String lab, String body) {
        return apply(lab, UUID.randomUUID().toString(), body);
    }

    public Answer apply(String lab, String idempotencyKey, String body) {
        return send(request("/api/v1/applications")
                .header("Authorization", bearer(lab))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** As a signed-in member of staff, with HTTP Basic. */
    public Answer staff(String person, String method, String path, String body) {
        return send(request(path)
                .header("Authorization", basic(person + ":demo"))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body)));
    }

    public Answer anonymous(String method, String path, Consumer<HttpRequest.Builder> more) {
        HttpRequest.Builder request = request(path).method(method, HttpRequest.BodyPublishers.noBody());
        more.accept(request);
        return send(request);
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url(path)));
    }

    public String bearer(String lab) {
        return "Bearer "
                + tokens.compute(lab, (name, known) -> known != null && known.isFresh() ? known : token(name))
                        .value();
    }

    private Token token(String lab) {
        Answer answer = send(request("/oauth2/token")
                .header("Authorization", basic(lab))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")));
        return new Token(answer.json().get("access_token").asText(), System.nanoTime());
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            JsonNode parsed = type.contains("json") ? json.readTree(response.body()) : null;
            return new Answer(response.statusCode(), response.body(), response, parsed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** An answer whose body is not text. */
    public HttpResponse<byte[]> download(String lab, String path) {
        try {
            return http.send(
                    request(path).header("Authorization", bearer(lab)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static String basic(String nameAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(nameAndPassword.getBytes(StandardCharsets.UTF_8));
    }
}
