package org.countersign.journal;

import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How entries get into the tree.
 *
 * @param background whether this node takes them in by itself, soon after each commit; without it whoever reads the
 *     journal in its order takes them in first
 * @param gather how long a batch gathers what else is committed: one signature and one commit for all of it
 * @param poll how often this node looks for what another node has left
 * @param acceptNewKey whether to go on under a new key where the last checkpoint was signed by another one; to be set for
 *     one start, when a key is lost
 */
@Validated
@ConfigurationProperties("countersign.journal")
record JournalSettings(
        @DefaultValue("true") boolean background,
        @DefaultValue("50ms") Duration gather,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("false") boolean acceptNewKey) {

    @AssertTrue(message = "poll must be longer than nothing, and gather not longer than poll")
    boolean isEveryTimeInRange() {
        return poll.toMillis() > 0 && !gather.isNegative() && gather.compareTo(poll) <= 0;
    }
}
