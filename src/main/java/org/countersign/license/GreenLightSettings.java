package org.countersign.license;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long what gateways hold is good.
 *
 * @param tokenLife of a green light, unless its license ends before
 * @param tokensKept how many signed green lights a node remembers, about 1 KB each
 * @param listLife after which a status list is no longer to be believed
 * @param listTtl how long a gateway or a proxy keeps a list before it asks again
 * @param listRefresh a list is signed anew after that time even when nothing has changed
 * @param heartbeat how often, on the clock on the wall, each node looks for lists to sign anew; zero for never
 */
@Validated
@ConfigurationProperties("countersign.green-lights")
record GreenLightSettings(
        @DefaultValue("24h") Duration tokenLife,
        @DefaultValue("50000") @Min(0) @Max(10_000_000) int tokensKept,
        @DefaultValue("15m") Duration listLife,
        @DefaultValue("10s") Duration listTtl,
        @DefaultValue("60s") Duration listRefresh,
        @DefaultValue("1s") Duration heartbeat) {

    /** The keys stay as long as this, and not longer. */
    private static final Duration LONGEST_LIFE = Duration.ofHours(24);

    @AssertTrue(message = "token-life and list-life must be 1 minute to 24 hours")
    boolean isLifeInRange() {
        return isLife(tokenLife) && isLife(listLife);
    }

    @AssertTrue(message = "list-ttl must be 1 second or more, list-refresh at least that, list-life longer than both")
    boolean isListInOrder() {
        return listTtl.compareTo(Duration.ofSeconds(1)) >= 0
                && listRefresh.compareTo(listTtl) >= 0
                && listLife.compareTo(listRefresh.plus(listTtl)) > 0;
    }

    @AssertTrue(message = "heartbeat must be zero or 10 milliseconds to 1 minute")
    boolean isHeartbeatInRange() {
        return heartbeat.isZero()
                || heartbeat.compareTo(Duration.ofMillis(10)) >= 0 && heartbeat.compareTo(Duration.ofMinutes(1)) <= 0;
    }

    private static boolean isLife(Duration life) {
        return life.compareTo(Duration.ofMinutes(1)) >= 0 && life.compareTo(LONGEST_LIFE) <= 0;
    }
}
