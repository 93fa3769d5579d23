package org.countersign.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.testing.LabApi.AURORA;
import static org.countersign.testing.LabApi.BOREALIS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;

/** Several nodes and several labs at the same time: who waits for whom, and who does not. */
@CountersignTest
class WebhookNodesTest {

    /** By the clock on the wall; only a failing test waits that long. */
    private static final int LONG_SECONDS = 60;

    private HookDesk desk;

    @Autowired
    private WebhookSettings settings;

    private final HookPeer aurora = new HookPeer();
    private final HookPeer borealis = new HookPeer();
    private final CountDownLatch auroraMayAnswer = new CountDownLatch(1);

    @BeforeEach
    void open(@Autowired AutowireCapableBeanFactory beans) {
        desk = beans.createBean(HookDesk.class);
    }

    @AfterEach
    void leave() {
        auroraMayAnswer.countDown();
        desk.leave();
        aurora.close();
        borealis.close();
    }

    @Test
    void aSlowEndpointDelaysNoOtherLabAndGetsAFewRequestsAtATime() throws InterruptedException {
        var slow = new AtomicInteger();
        var mostAtOnce = new AtomicInteger();
        var auroraIsBusy = new CountDownLatch(settings.perLab());
        aurora.answers(hook -> {
            mostAtOnce.accumulateAndGet(slow.incrementAndGet(), Math::max);
            auroraIsBusy.countDown();
            auroraMayAnswer.await();
            slow.decrementAndGet();
            return 204;
        });
        var toldBorealis = new CountDownLatch(3);
        borealis.answers(hook -> {
            toldBorealis.countDown();
            return 204;
        });
        List<String> cases = new ArrayList<>();
        for (int number = 0; number < settings.perLab() + 2; number++) {
            cases.add(desk.newCase(AURORA));
        }
        String other = desk.newCase(BOREALIS);
        desk.register(AURORA, aurora.url());
        desk.register(BOREALIS, borealis.url());
        cases.forEach(reference -> desk.happens(reference, 1));
        desk.node().start();
        desk.node().start();
        assertThat(auroraIsBusy.await(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();

        desk.happens(other, 3);

        assertThat(toldBorealis.await(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(auroraMayAnswer.getCount())
                .as("Aurora has still not answered")
                .isEqualTo(1);
        assertThat(mostAtOnce).hasValue(settings.perLab());
    }

    @Test
    void anEndpointThatFailsGetsOneRequestAtATime() {
        var now = new AtomicInteger();
        var mostAtOnce = new AtomicInteger();
        List<String> cases = new ArrayList<>();
        for (int number = 0; number < settings.perLab() + 1; number++) {
            cases.add(desk.newCase(AURORA));
        }
        desk.register(AURORA, aurora.url());
        desk.happens(cases.get(0), 1);
        aurora.answers(500);
        Dispatcher node = desk.node();
        node.runDue();
        aurora.answers(hook -> {
            mostAtOnce.accumulateAndGet(now.incrementAndGet(), Math::max);
            now.decrementAndGet();
            return 500;
        });
        cases.subList(1, cases.size()).forEach(reference -> desk.happens(reference, 1));
        node.runDue();
        assertThat(aurora.received()).hasSize(cases.size());
        assertThat(mostAtOnce).hasValue(1);
        assertThat(desk.send(AURORA, "GET", HookDesk.HOOK, null).json().has("failingSince"))
                .isTrue();
    }

    @Test
    void twoNodesAtOnceSendEachEventOnceAndInOrder() {
        List<String> cases = List.of(desk.newCase(AURORA), desk.newCase(AURORA), desk.newCase(AURORA));
        desk.register(AURORA, aurora.url());
        for (int round = 0; round < 5; round++) {
            cases.forEach(reference -> desk.happens(reference, 1));
        }
        Dispatcher one = desk.node();
        Dispatcher two = desk.node();
        AtOnce.run(List.<Callable<Void>>of(() -> run(one), () -> run(two)))
                .forEach(outcome -> assertThat(outcome.failure()).isNull());
        one.runDue(); // what the other had under lease when this one looked

        assertThat(aurora.received()).hasSize(15);
        for (String reference : cases) {
            assertThat(aurora.received().stream()
                            .filter(hook -> hook.body().contains(reference))
                            .map(HookPeer.Received::id))
                    .containsExactlyElementsOf(desk.deliveries(AURORA, reference).stream()
                            .map(delivery -> delivery.get("id").asText())
                            .toList());
            assertThat(desk.deliveries(AURORA, reference))
                    .extracting((JsonNode delivery) -> delivery.get("attempts").size())
                    .containsOnly(1);
        }
    }

    @Test
    void aCommitWakesTheNodeThatMadeIt() throws InterruptedException {
        var told = new CountDownLatch(1);
        aurora.answers(hook -> {
            told.countDown();
            return 204;
        });
        String reference = desk.newCase(AURORA);
        desk.register(AURORA, aurora.url());
        desk.node().start();
        desk.happens(reference, 1);
        assertThat(told.await(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private static Void run(Dispatcher node) {
        node.runDue();
        return null;
    }
}
