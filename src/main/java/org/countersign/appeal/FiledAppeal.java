package org.countersign.appeal;

import java.time.Instant;
import org.countersign.workflow.Reasons;

/**
 * An appeal, and what was decided on it.
 *
 * @param subject the condition, suspension or missed deadline; of a denial the application, and its round from the second on
 * @param ruling none while it is pending
 */
public record FiledAppeal(
        String id,
        String applicationId,
        int number,
        AppealGround ground,
        String subject,
        String text,
        String filedBy,
        Instant filedAt,
        Instant targetOn,
        Ruling ruling) {

    static final String UPHELD = "upheld";
    static final String REVERSED = "reversed";
    static final String REMANDED = "remanded";

    /** @param agency of a remand, who signs off again */
    public record Ruling(String outcome, String agency, Reasons reasons, String decidedBy, Instant decidedAt) {}

    public boolean isAgainst(AppealGround what, String which) {
        return ground == what && subject.equals(which);
    }

    public boolean isPending() {
        return ruling == null;
    }

    /** Decided so that agencies may have to state their positions after it. */
    public boolean changesADenial() {
        return ground == AppealGround.DENIAL
                && ruling != null
                && !ruling.outcome().equals(UPHELD);
    }
}
