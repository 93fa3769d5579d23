package org.countersign.access;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How often somebody may be wrong at signing in, staff and labs alike.
 *
 * @param tries with one account from one address; the last of them locks
 * @param accountTries with one account, from addresses it has never signed in from
 * @param addressTries from one address, whatever the accounts
 * @param firstLock and each lock after it is twice as long as the one before
 * @param longestLock where that ends
 * @param forgottenAfter without a wrong try all is as if there had been none
 * @param knownDays for how long an address stays known after an account has signed in from it
 */
@Validated
@ConfigurationProperties("countersign.sign-in")
record TrySettings(
        @DefaultValue("5") @Min(1) @Max(1_000_000) int tries,
        @DefaultValue("50") @Min(1) @Max(1_000_000) int accountTries,
        @DefaultValue("50") @Min(1) @Max(1_000_000) int addressTries,
        @DefaultValue("1m") Duration firstLock,
        @DefaultValue("15m") Duration longestLock,
        @DefaultValue("1h") Duration forgottenAfter,
        @DefaultValue("30") @Min(1) @Max(365) int knownDays) {

    @AssertTrue(message = "first-lock must be 1 second or more, longest-lock at least that, forgotten-after longer")
    boolean isInOrder() {
        return firstLock.compareTo(Duration.ofSeconds(1)) >= 0
                && longestLock.compareTo(firstLock) >= 0
                && forgottenAfter.compareTo(longestLock) > 0;
    }
}
