package org.countersign.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.journal.Journal;
import org.countersign.testing.LabApi;
import org.countersign.testing.Submissions;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What tests do with webhooks: register, let something happen, send. Nothing is sent unless a test says so. */
class HookDesk {

    static final String HOOK = "/api/v1/webhook";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LabApi api;
    private final WebhookEvents events;
    private final Webhooks webhooks;
    private final WebhookSecrets secrets;
    private final Deliveries deliveries;
    private final Courier courier;
    private final WebhookSettings settings;
    private final TransactionTemplate transaction;
    private final Journal journal;
    private final JdbcClient db;
    private final Clock clock;
    private final List<Dispatcher> nodes = new ArrayList<>();

    HookDesk(
            LabApi api,
            WebhookEvents events,
            Webhooks webhooks,
            WebhookSecrets secrets,
            Deliveries deliveries,
            Courier courier,
            WebhookSettings settings,
            TransactionTemplate transaction,
            Journal journal,
            JdbcClient db,
            Clock clock) {
        this.api = api;
        this.events = events;
        this.webhooks = webhooks;
        this.secrets = secrets;
        this.deliveries = deliveries;
        this.courier = courier;
        this.settings = settings;
        this.transaction = transaction;
        this.journal = journal;
        this.db = db;
        this.clock = clock;
    }

    /** @return the secret */
    String register(String lab, String url) {
        LabApi.Answer answer = put(lab, Map.of("url", url));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().get("secret").asText();
    }

    LabApi.Answer put(String lab, Object body) {
        try {
            return send(lab, "PUT", HOOK, JSON.writeValueAsString(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LabApi.Answer send(String lab, String method, String path, String body) {
        return api.send(api.request(path)
                .header("Authorization", api.bearer(lab))
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    /** Both labs want nothing more, and every node of the test has stopped. */
    void leave() {
        nodes.forEach(Dispatcher::stop);
        nodes.clear();
        send(LabApi.AURORA, "DELETE", HOOK, null);
        send(LabApi.BOREALIS, "DELETE", HOOK, null);
    }

    /** One more application of the lab; its reference. */
    String newCase(String lab) {
        LabApi.Answer answer = api.apply(lab, Submissions.with(body -> {
            body.put("releaseId", lab.equals(LabApi.AURORA) ? "aurora-6" : "borealis-3");
            body.withObject("/customer").put("customerId", "hook-" + UUID.randomUUID());
        }));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().get("reference").asText();
    }

    /** Something that labs are told of happens to a case, several times. */
    void happens(String reference, int times) {
        for (int time = 0; time < times; time++) {
            happens("license-audited", reference, Map.of());
        }
    }

    void happens(String action, String subject, Map<String, ?> content) {
        transaction.executeWithoutResult(status -> journal.record("system", action, subject, content));
    }

    Dispatcher node() {
        return node(courier);
    }

    /** One more node of this installation. */
    Dispatcher node(Courier itsCourier) {
        var itsSettings = new WebhookSettings(
                true,
                Duration.ofMillis(20),
                settings.threads(),
                settings.perLab(),
                settings.connectTimeout(),
                settings.answerTimeout(),
                settings.lease(),
                settings.backOff(),
                settings.giveUpAfter(),
                settings.secretOverlap(),
                settings.privateAddresses(),
                settings.loopback());
        var node = new Dispatcher(events, webhooks, secrets, deliveries, itsCourier, itsSettings, transaction, clock);
        nodes.add(node);
        return node;
    }

    /** As if the nodes that hold a lease had been gone for longer than it lasts. */
    void leasesEnd() {
        db.sql(
                        "UPDATE webhook_delivery SET leased_until = clock_timestamp() - interval '1 second' WHERE lease IS NOT NULL")
                .update();
    }

    /** Newest first. */
    List<JsonNode> deliveries(String lab) {
        return elements(api.get(lab, HOOK + "/deliveries?limit=100").json().get("items"));
    }

    /** Of one case or directive, oldest first. */
    List<JsonNode> deliveries(String lab, String orderingKey) {
        List<JsonNode> found = new ArrayList<>(deliveries(lab));
        java.util.Collections.reverse(found);
        return found.stream()
                .filter(delivery -> delivery.get("orderingKey").asText().equals(orderingKey))
                .toList();
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }
}
