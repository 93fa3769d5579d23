package org.countersign.notification;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How labs are told, and where requests may go.
 *
 * @param dispatch whether this node sends; what is to be sent waits in the database for one that does
 * @param poll how often this node looks by itself; its own commits it notices at once
 * @param threads requests of this node at the same time
 * @param perLab requests to one lab at the same time, on all nodes together; one that fails gets one
 * @param lease how long a node that stopped keeps a delivery from the others
 * @param backOff the wait after each failed attempt; the last one is repeated
 * @param giveUpAfter since the event, when an attempt that fails is the last
 * @param secretOverlap how long a replaced secret signs along
 * @param privateAddresses whether requests may go to private networks (RFC 1918, RFC 6598, RFC 4193)
 * @param loopback whether they may go to this machine, and then also without TLS
 */
@Validated
@ConfigurationProperties("countersign.webhooks")
record WebhookSettings(
        @DefaultValue("true") boolean dispatch,
        @DefaultValue("500ms") Duration poll,
        @DefaultValue("64") @Min(1) @Max(1_000) int threads,
        @DefaultValue("4") @Min(1) @Max(100) int perLab,
        @DefaultValue("3s") Duration connectTimeout,
        @DefaultValue("10s") Duration answerTimeout,
        @DefaultValue("60s") Duration lease,
        @DefaultValue({"5s", "5m", "30m", "2h", "5h", "10h"}) @NotEmpty List<Duration> backOff,
        @DefaultValue("3d") Duration giveUpAfter,
        @DefaultValue("24h") Duration secretOverlap,
        @DefaultValue("false") boolean privateAddresses,
        @DefaultValue("false") boolean loopback) {

    @AssertTrue(
            message = "poll, connect-timeout, answer-timeout, back-off and give-up-after must be longer than nothing")
    boolean isEveryTimePositive() {
        return Stream.concat(
                        Stream.of(poll, connectTimeout, answerTimeout, giveUpAfter, secretOverlap), backOff.stream())
                .allMatch(time -> time.toMillis() > 0);
    }

    @AssertTrue(message = "lease must be at least twice as long as connect-timeout and answer-timeout together")
    boolean isLeaseLongEnough() {
        return lease.compareTo(attempt().multipliedBy(2)) >= 0;
    }

    /** The longest an attempt can take. */
    Duration attempt() {
        return connectTimeout.plus(answerTimeout);
    }

    Duration waitAfter(int failedTries) {
        return backOff.get(Math.min(failedTries, backOff.size()) - 1);
    }
}
