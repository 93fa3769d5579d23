package org.countersign.signoff;

import java.time.Instant;

/** What a level of the ladder decided; {@code none} when its time passed or no side had a majority. */
public record EscalationDecision(int round, String level, String outcome, Instant decidedAt) {

    static final String NONE = "none";

    boolean isNone() {
        return outcome.equals(NONE);
    }
}
