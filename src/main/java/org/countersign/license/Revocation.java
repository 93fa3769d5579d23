package org.countersign.license;

import java.time.Instant;
import java.util.List;
import org.countersign.workflow.Reasons;

/**
 * A license is to be taken away for cause.
 *
 * @param cure what the lab and its customer can do about it
 * @param exception why there is no time for notice and chance to comply (5 USC 558(c)); else null
 * @param complyBy null under an exception
 * @param answer null as long as there is none
 * @param decision null as long as there is none
 */
public record Revocation(
        String id,
        String licenseId,
        String applicationId,
        String ground,
        String evidence,
        String cure,
        String exception,
        String openedBy,
        String openedFor,
        Instant openedAt,
        Instant complyBy,
        String state,
        Answer answer,
        Decision decision) {

    public static final String OPEN = "open";
    static final String REVOKED = "revoked";
    static final String KEPT = "kept";
    static final String MOOT = "moot";

    static final String REVOKE = "revoke";
    static final String KEEP = "keep";

    /** What the lab or its customer says and shows. */
    public record Answer(String text, List<String> evidence, String receivedFrom, Instant receivedAt) {}

    /** @param withdrawn by whoever opened it, who cannot decide it otherwise */
    public record Decision(String outcome, boolean withdrawn, Reasons reasons, String decidedBy, Instant decidedAt) {}

    public boolean isOpen() {
        return state.equals(OPEN);
    }

    /** The license is dark until it is decided. */
    public boolean isAtOnce() {
        return exception != null;
    }

    /** Once, while the time for it runs; under an exception until it is decided. */
    public boolean takesAnswerAt(Instant moment) {
        return isOpen() && answer == null && (isAtOnce() || moment.isBefore(complyBy));
    }

    /** Answered, out of time, or under an exception. */
    boolean isRipeAt(Instant moment) {
        return isAtOnce() || answer != null || !moment.isBefore(complyBy);
    }
}
