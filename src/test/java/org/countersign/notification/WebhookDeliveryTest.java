package org.countersign.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.testing.LabApi.AURORA;
import static org.countersign.testing.LabApi.BOREALIS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.countersign.notification.HookPeer.Received;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What reaches an endpoint, signed, in order, again and again until it is taken; and what an endpoint can do about it. */
@CountersignTest
class WebhookDeliveryTest {

    private HookDesk desk;

    @Autowired
    private TimeMachine time;

    @Autowired
    private JdbcClient db;

    @Autowired
    private TransactionTemplate transaction;

    private final HookPeer aurora = new HookPeer();

    @BeforeEach
    void open(@Autowired AutowireCapableBeanFactory beans) {
        desk = beans.createBean(HookDesk.class);
    }

    @AfterEach
    void leave() {
        desk.leave();
        aurora.close();
    }

    @Test
    void aLabChecksWhatItGetsWithAnyStandardLibrary() throws Exception {
        String secret = desk.register(AURORA, aurora.url());
        String reference = desk.newCase(AURORA);
        desk.node().runDue();

        assertThat(aurora.received()).isNotEmpty();
        for (Received hook : aurora.received()) {
            new com.standardwebhooks.Webhook(secret).verify(hook.body(), hook.headers());
            assertThat(hook.header("content-type")).isEqualTo("application/json; charset=UTF-8");
        }
        Received first = aurora.received().get(0);
        assertThatThrownBy(() -> new com.standardwebhooks.Webhook(secret)
                        .verify(first.body().replace(reference, "CS-2026-000000"), first.headers()))
                .isInstanceOf(WebhookVerificationException.class);
        JsonNode event = new ObjectMapper().readTree(first.body());
        assertThat(event.get("type").asText()).isEqualTo("application.received");
        assertThat(Instant.parse(event.get("timestamp").asText())).isBeforeOrEqualTo(time.now());
        assertThat(event.at("/data/reference").asText()).isEqualTo(reference);
        assertThat(event.at("/data/status").asText()).isEqualTo("received");
        assertThat(event.at("/data/links/application").asText())
                .endsWith("/api/v1/applications/"
                        + event.at("/data/applicationId").asText());
    }

    @Test
    void onlyWhatHappensAfterTheRegistrationIsTold() {
        String reference = desk.newCase(AURORA);
        desk.register(AURORA, aurora.url());
        desk.happens(reference, 1);
        desk.node().runDue();
        assertThat(aurora.received()).hasSize(1);
    }

    @Test
    void aStepThatIsRolledBackIsNeverTold() {
        String reference = desk.newCase(AURORA);
        desk.register(AURORA, aurora.url());
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    desk.happens("license-audited", reference, Map.of());
                    throw new IllegalStateException("The power fails");
                }))
                .hasMessage("The power fails");
        desk.node().runDue();
        assertThat(desk.deliveries(AURORA, reference)).isEmpty();
        assertThat(aurora.received()).isEmpty();
    }

    @Test
    void aLaterEventWaitsForTheEarlierOneOfTheSameCaseAndForNoOther() {
        String stuck = desk.newCase(AURORA);
        String free = desk.newCase(AURORA);
        desk.register(AURORA, aurora.url());
        desk.happens(stuck, 3);
        desk.happens(free, 3);
        aurora.answers(hook -> hook.body().contains(stuck) ? 500 : 204);
        desk.node().runDue();

        assertThat(bodiesOf(stuck)).hasSize(1);
        assertThat(bodiesOf(free)).hasSize(3);
        assertThat(desk.deliveries(AURORA, stuck)).extracting(status()).containsOnly("queued");

        aurora.answers(204);
        time.passTo(time.now().plusSeconds(6));
        desk.node().runDue();

        List<String> told = aurora.received().stream()
                .filter(hook -> hook.body().contains(stuck))
                .map(Received::id)
                .toList();
        List<String> inOrder = new ArrayList<>(desk.deliveries(AURORA, stuck).stream()
                .map(delivery -> delivery.get("id").asText())
                .toList());
        inOrder.add(0, inOrder.get(0)); // the first one twice
        assertThat(told).isEqualTo(inOrder);
    }

    @Test
    void anEventIsTriedForThreeDaysAndThenTheNextOneGoes() {
        String reference = desk.newCase(AURORA);
        desk.register(AURORA, aurora.url());
        desk.happens(reference, 1);
        Dispatcher node = desk.node();
        aurora.answers(503);
        List<Duration> waits = new ArrayList<>();
        node.runDue();
        Instant begun = lastAttempt(reference);
        Instant created = Instant.parse(only(reference).get("createdAt").asText());
        while (only(reference).get("status").asText().equals("queued")) {
            Instant next = Instant.parse(only(reference).get("nextAttemptAt").asText());
            waits.add(Duration.between(lastAttempt(reference), next));
            node.runDue();
            time.passTo(next);
            node.runDue();
        }

        assertThat(waits.subList(0, 6).stream().map(Duration::toString))
                .containsExactly("PT5S", "PT5M", "PT30M", "PT2H", "PT5H", "PT10H");
        assertThat(waits.subList(6, waits.size() - 1)).containsOnly(Duration.ofHours(10));
        assertThat(only(reference).get("status").asText()).isEqualTo("failed");
        assertThat(Duration.between(created, lastAttempt(reference))).isGreaterThanOrEqualTo(Duration.ofDays(3));
        assertThat(Duration.between(begun, lastAttempt(reference))).isLessThan(Duration.ofDays(4));
        assertThat(aurora.received()).hasSize(waits.size() + 1);
        assertThat(only(reference).get("attempts")).allSatisfy(attempt -> {
            assertThat(attempt.get("outcome").asText()).isEqualTo("rejected");
            assertThat(attempt.get("code").asInt()).isEqualTo(503);
        });

        aurora.answers(204);
        desk.happens(reference, 1);
        node.runDue();
        assertThat(desk.deliveries(AURORA, reference)).extracting(status()).containsExactly("failed", "delivered");
    }

    @Test
    void whatANodeSentButCouldNotRecordIsSentAgainUnderTheSameId() {
        String reference = desk.newCase(AURORA);
        desk.register(AURORA, aurora.url());
        desk.happens(reference, 2);
        try (var stopping = new StoppingCourier()) {
            desk.node(stopping).runDue();
        }
        assertThat(aurora.received()).hasSize(1);
        Dispatcher other = desk.node();
        other.runDue();
        assertThat(aurora.received()).as("the lease holds").hasSize(1);

        desk.leasesEnd();
        other.runDue();

        assertThat(aurora.received()).hasSize(3);
        assertThat(aurora.received().get(1).id())
                .isEqualTo(aurora.received().get(0).id());
        assertThat(aurora.received().get(1).body())
                .isEqualTo(aurora.received().get(0).body());
        assertThat(desk.deliveries(AURORA, reference)).extracting(status()).containsOnly("delivered");
    }

    /** Of a node that stops between the answer and the record. */
    private static final class StoppingCourier extends Courier implements AutoCloseable {

        StoppingCourier() {
            super(
                    new Destinations(java.net.InetAddress::getAllByName, true, false),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(10),
                    null);
        }

        @Override
        Attempt send(java.net.URI url, Map<String, String> headers, String body) {
            super.send(url, headers, body);
            throw new IllegalStateException("The machine is switched off here");
        }

        @Override
        public void close() {
            assertThatCode(this::destroy).doesNotThrowAnyException();
        }
    }

    @Test
    void aReplayGoesAtOnceUnderTheSameIdAndHoldsNobodyUp() {
        String reference = desk.newCase(AURORA);
        desk.register(AURORA, aurora.url());
        desk.happens(reference, 1);
        Dispatcher node = desk.node();
        node.runDue();
        String id = only(reference).get("id").asText();

        var accepted = desk.send(AURORA, "POST", HookDesk.HOOK + "/deliveries/" + id + "/replay", null);
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.json().get("status").asText()).isEqualTo("queued");
        aurora.answers(hook -> hook.id().equals(id) ? 500 : 204);
        desk.happens(reference, 1);
        node.runDue();

        assertThat(aurora.received().stream().map(Received::id).filter(id::equals))
                .hasSize(2);
        assertThat(desk.deliveries(AURORA, reference)).extracting(status()).containsExactly("queued", "delivered");
        aurora.answers(204);
        time.passTo(time.now().plusSeconds(6));
        node.runDue();
        assertThat(desk.deliveries(AURORA, reference)).extracting(status()).containsOnly("delivered");
        assertThat(only(reference, 0).get("attempts")).hasSize(3);
    }

    @Test
    void aReplayOfAnotherLabsDeliveryFindsNothing() {
        String reference = desk.newCase(AURORA);
        desk.register(AURORA, aurora.url());
        desk.register(BOREALIS, aurora.url());
        desk.happens(reference, 1);
        Dispatcher node = desk.node();
        node.runDue();
        String path = HookDesk.HOOK + "/deliveries/" + only(reference).get("id").asText() + "/replay";

        assertThat(desk.send(BOREALIS, "POST", path, null).status()).isEqualTo(404);
        assertThat(desk.send(AURORA, "POST", HookDesk.HOOK + "/deliveries/msg_none/replay", null)
                        .status())
                .isEqualTo(404);
        assertThat(desk.deliveries(BOREALIS))
                .noneMatch(delivery -> delivery.toString().contains(reference));
        node.runDue();
        assertThat(aurora.received()).hasSize(1);
    }

    @Test
    void anEndpointThatIsGoneIsLeftAloneUntilItIsRegisteredAnew() {
        String reference = desk.newCase(AURORA);
        desk.register(AURORA, aurora.url());
        desk.happens(reference, 2);
        aurora.answers(410);
        Dispatcher node = desk.node();
        node.runDue();

        assertThat(aurora.received()).hasSize(1);
        assertThat(desk.send(AURORA, "GET", HookDesk.HOOK, null).json().has("disabledAt"))
                .isTrue();
        assertThat(desk.deliveries(AURORA, reference)).extracting(status()).containsExactly("failed", "queued");
        String gone = only(reference, 0).get("id").asText();
        assertThat(desk.send(AURORA, "POST", HookDesk.HOOK + "/deliveries/" + gone + "/replay", null)
                        .status())
                .isEqualTo(409);

        aurora.answers(204);
        desk.register(AURORA, aurora.url());
        node.runDue();
        assertThat(desk.deliveries(AURORA, reference)).extracting(status()).containsExactly("failed", "delivered");
    }

    @Test
    void aRedirectIsNotFollowed() {
        String reference = desk.newCase(AURORA);
        desk.register(AURORA, aurora.url());
        desk.happens(reference, 1);
        aurora.answers(307);
        desk.node().runDue();
        assertThat(aurora.received()).extracting(Received::path).containsExactly("/hooks");
        assertThat(only(reference).at("/attempts/0/outcome").asText()).isEqualTo("rejected");
    }

    @Test
    void anotherAddressGetsWhatWasQueuedForTheOldOneAtOnce() {
        String reference = desk.newCase(AURORA);
        desk.register(AURORA, aurora.url());
        desk.happens(reference, 2);
        aurora.answers(500);
        Dispatcher node = desk.node();
        node.runDue();
        try (var moved = new HookPeer()) {
            desk.register(AURORA, moved.url());
            node.runDue();
            assertThat(moved.received()).hasSize(2);
        }
        assertThat(aurora.received()).hasSize(1);
    }

    @Test
    void aReplacedSecretSignsAlongForADay() throws Exception {
        String reference = desk.newCase(AURORA);
        String old = desk.register(AURORA, aurora.url());
        String current = desk.register(AURORA, aurora.url());
        Dispatcher node = desk.node();
        desk.happens(reference, 1);
        node.runDue();
        Received both = aurora.received().get(0);
        for (String secret : List.of(old, current)) {
            new com.standardwebhooks.Webhook(secret).verify(both.body(), both.headers());
        }

        time.passTo(time.now().plus(Duration.ofHours(25)));
        desk.happens(reference, 1);
        node.runDue();
        Received one = aurora.received().get(1);
        new com.standardwebhooks.Webhook(current).verify(one.body(), one.headers());
        assertThatThrownBy(() -> new com.standardwebhooks.Webhook(old).verify(one.body(), one.headers()))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void aRemovedEndpointGetsNothingMore() {
        String reference = desk.newCase(AURORA);
        desk.register(AURORA, aurora.url());
        desk.happens(reference, 2);
        aurora.answers(500);
        Dispatcher node = desk.node();
        node.runDue();
        assertThat(desk.send(AURORA, "DELETE", HookDesk.HOOK, null).status()).isEqualTo(204);
        time.passTo(time.now().plusSeconds(6));
        desk.happens(reference, 1);
        node.runDue();
        assertThat(aurora.received()).hasSize(1);
        assertThat(desk.deliveries(AURORA, reference)).extracting(status()).containsExactly("failed", "failed");
        assertThat(db.sql("SELECT count(*) FROM webhook_secret WHERE lab_id = 'lab-aurora'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private static java.util.function.Function<JsonNode, String> status() {
        return delivery -> delivery.get("status").asText();
    }

    private List<String> bodiesOf(String reference) {
        return aurora.received().stream()
                .map(Received::body)
                .filter(body -> body.contains(reference))
                .toList();
    }

    private JsonNode only(String reference) {
        List<JsonNode> found = desk.deliveries(AURORA, reference);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private JsonNode only(String reference, int number) {
        return desk.deliveries(AURORA, reference).get(number);
    }

    private Instant lastAttempt(String reference) {
        JsonNode attempts = only(reference).get("attempts");
        return Instant.parse(attempts.get(attempts.size() - 1).get("at").asText());
    }
}
