package org.countersign.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.notification.HookDesk.HOOK;
import static org.countersign.testing.LabApi.AURORA;
import static org.countersign.testing.LabApi.BOREALIS;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.NoTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How a lab registers its endpoint and looks at what it was told. */
@CountersignTest
class WebhookApiTest {

    private static final String URL = "https://hooks.example/countersign?key=secret-path";

    private HookDesk desk;

    @Autowired
    private LabApi api;

    @Autowired
    private JdbcClient db;

    @Autowired
    private Seal seal;

    @Autowired
    private WebhookMeters meters;

    @Value("${countersign.data-dir}")
    private Path dataDirectory;

    @BeforeEach
    void open(@Autowired AutowireCapableBeanFactory beans) {
        desk = beans.createBean(HookDesk.class);
    }

    @AfterEach
    void leave() {
        desk.leave();
    }

    @Test
    void aSecretIsMadeAndShownOnceAndNeverStoredInClear() throws Exception {
        LabApi.Answer registered = desk.put(AURORA, Map.of("url", URL));
        String secret = registered.json().get("secret").asText();
        assertThat(secret).startsWith("whsec_");
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        assertThat(key).hasSize(32);
        assertThat(registered.header("Cache-Control")).contains("no-store");

        LabApi.Answer later = desk.send(AURORA, "GET", HOOK, null);
        assertThat(later.status()).isEqualTo(200);
        assertThat(later.json().get("url").asText()).isEqualTo(URL);
        assertThat(later.body()).doesNotContain("whsec_").doesNotContain("secret\"");
        byte[] stored = db.sql("SELECT sealed FROM webhook_secret WHERE lab_id = 'lab-aurora' AND retired_at IS NULL")
                .query((row, n) -> row.getBytes(1))
                .single();
        assertThat(new String(stored, StandardCharsets.ISO_8859_1))
                .doesNotContain("whsec_", new String(key, StandardCharsets.ISO_8859_1));
        assertThat(seal.open(stored, "lab-aurora")).contains(secret);
        assertThat(seal.open(stored, "lab-borealis")).as("moved to another lab").isEmpty();
        stored[stored.length - 1] ^= 1;
        assertThat(seal.open(stored, "lab-aurora")).as("changed").isEmpty();
        Path file = dataDirectory.resolve("keys").resolve("webhook-secrets.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(db.sql("SELECT content FROM journal WHERE action = 'webhook-registered' ORDER BY seq DESC LIMIT 1")
                        .query(String.class)
                        .single())
                .contains("hooks.example")
                .doesNotContain("secret-path", "whsec_");
    }

    @Test
    void aLabBringsItsOwnSecretAndKeepsItWithTheSameCall() {
        String own = "whsec_" + Base64.getEncoder().encodeToString(new byte[24]);
        for (int time = 0; time < 2; time++) {
            LabApi.Answer answer = desk.put(AURORA, Map.of("url", URL, "secret", own));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().get("secret").asText()).isEqualTo(own);
        }
        assertThat(db.sql("SELECT count(*) FROM webhook_secret WHERE lab_id = 'lab-aurora'")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            url    | {}
            url    | {"url":null}
            url    | {"url":"hooks.example"}
            url    | {"url":"http://hooks.example/"}
            url    | {"url":"https://a:b@hooks.example/"}
            url    | {"url":"https://hooks.example/#top"}
            url    | {"url":"https://hooks.example:0/"}
            url    | {"url":"https://10.0.0.1/"}
            url    | {"url":"https://169.254.169.254/latest"}
            url    | {"url":"https://[fd00::1]/"}
            secret | {"url":"https://hooks.example/","secret":""}
            secret | {"url":"https://hooks.example/","secret":"hunter2"}
            secret | {"url":"https://hooks.example/","secret":"whsec_c2hvcnQ="}
            secret | {"url":"https://hooks.example/","secret":"whsec_%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%"}
            secret | {"url":"https://hooks.example/","secret":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}""")
    void whatCannotBeIsRefusedInPlainWordsAndStoresNothing(String field, String body) {
        LabApi.Answer refused = new NoTrace(db).of(() -> desk.send(AURORA, "PUT", HOOK, body));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo(field);
        assertThat(refused.json().at("/errors/0/message").asText()).endsWith(".");
        assertThat(desk.send(AURORA, "GET", HOOK, null).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {"url":"https://hooks.example/","urls":[]}
            {"url":["https://hooks.example/"]}
            {"url":
            []""")
    void whatCannotBeReadIsMalformed(String body) {
        LabApi.Answer refused = new NoTrace(db).of(() -> desk.send(AURORA, "PUT", HOOK, body));
        assertThat(refused.status()).isIn(400, 422);
        assertThat(desk.send(AURORA, "GET", HOOK, null).status()).isEqualTo(404);
    }

    @Test
    void aLabHasOneEndpointAndSeesNoOthers() {
        desk.register(AURORA, URL);
        assertThat(desk.send(BOREALIS, "GET", HOOK, null).status()).isEqualTo(404);
        assertThat(desk.send(BOREALIS, "DELETE", HOOK, null).status()).isEqualTo(404);
        assertThat(desk.send(AURORA, "GET", HOOK, null).status()).isEqualTo(200);
        assertThat(desk.send(AURORA, "DELETE", HOOK, null).status()).isEqualTo(204);
        assertThat(desk.send(AURORA, "DELETE", HOOK, null).status()).isEqualTo(404);
        assertThat(api.anonymous("GET", HOOK, request -> {}).status()).isEqualTo(401);
        assertThat(api.staff("admin", "GET", HOOK, null).status()).isEqualTo(401);
    }

    @Test
    void twoRegistrationsAtOnceLeaveOneSecretInForce() {
        List<AtOnce.Outcome<LabApi.Answer>> outcomes = AtOnce.run(List.<Callable<LabApi.Answer>>of(
                () -> desk.put(AURORA, Map.of("url", URL)), () -> desk.put(AURORA, Map.of("url", URL))));
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome.value().status()).isEqualTo(200));
        assertThat(db.sql("SELECT count(*) FROM webhook_secret WHERE lab_id = 'lab-aurora' AND retired_at IS NULL")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void deliveriesAreListedNewestFirstPageByPageAndByStatus() {
        String reference = desk.newCase(AURORA);
        try (var peer = new HookPeer()) {
            desk.register(AURORA, peer.url());
            desk.happens(reference, 5);
            peer.answers(hook -> 204);
            desk.node().runDue();
            peer.answers(500);
            desk.happens(reference, 2);
            desk.node().runDue();
        }
        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    api.get(AURORA, HOOK + "/deliveries?limit=3" + cursor).json();
            page.get("items").forEach(item -> paged.add(item.get("id").asText()));
            cursor = page.hasNonNull("nextCursor") && paged.size() < 7
                    ? "&cursor=" + page.get("nextCursor").asText()
                    : null;
        } while (cursor != null);
        assertThat(paged.subList(0, 7))
                .containsExactlyElementsOf(desk.deliveries(AURORA).stream()
                        .limit(7)
                        .map(delivery -> delivery.get("id").asText())
                        .toList());
        JsonNode queued =
                api.get(AURORA, HOOK + "/deliveries?status=queued").json().get("items");
        assertThat(queued).hasSize(2);
        assertThat(queued.get(1).at("/payload/data/reference").asText()).isEqualTo(reference);
        assertThat(queued.get(1).at("/attempts/0/code").asInt()).isEqualTo(500);
        assertThat(queued.get(1).get("attempts").get(0).get("durationMs").asLong())
                .isNotNegative();
        for (String bad : new String[] {"status=sent", "limit=0", "limit=101", "limit=x", "cursor=abc"}) {
            assertThat(api.get(AURORA, HOOK + "/deliveries?" + bad).status())
                    .as(bad)
                    .isEqualTo(400);
        }
        assertThat(api.get(BOREALIS, HOOK + "/deliveries").body()).doesNotContain(reference);
    }

    @Test
    void operatorsSeeWhatWaitsAndForHowLong() {
        String reference = desk.newCase(AURORA);
        desk.register(AURORA, "http://127.0.0.1:1/"); // nobody listens there
        desk.happens(reference, 2);
        desk.node().runDue();
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        meters.bindTo(registry);
        String metrics = registry.scrape();
        assertThat(metrics)
                .containsPattern("countersign_webhooks_queued(\\{\\})? [1-9]")
                .containsPattern("countersign_webhooks_failed \\d")
                .containsPattern("countersign_webhooks_oldest_seconds \\d");
        assertThat(desk.deliveries(AURORA, reference)
                        .get(0)
                        .at("/attempts/0/outcome")
                        .asText())
                .isEqualTo("unreachable");
    }
}
