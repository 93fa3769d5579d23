package org.countersign.notification;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** What waits, what was given up, and for how long the oldest has waited; the same on every node. */
@Component
class WebhookMeters implements MeterBinder {

    private final Deliveries deliveries;
    private final Clock clock;

    WebhookMeters(Deliveries deliveries, Clock clock) {
        this.deliveries = deliveries;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("countersign.webhooks.queued", () -> deliveries.backlog().queued())
                .description("Webhook deliveries that wait for an attempt")
                .register(registry);
        Gauge.builder("countersign.webhooks.failed", () -> deliveries.backlog().failed())
                .description("Webhook deliveries that were given up")
                .register(registry);
        TimeGauge.builder("countersign.webhooks.oldest", this::ageOfOldest, TimeUnit.SECONDS)
                .description("How long the oldest webhook delivery has waited")
                .register(registry);
    }

    private double ageOfOldest() {
        return deliveries.backlog().oldest() == null
                ? 0
                : Duration.between(deliveries.backlog().oldest(), clock.instant())
                        .toSeconds();
    }
}
