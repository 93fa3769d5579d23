package org.countersign.signoff;

import java.time.Instant;
import java.util.List;
import org.countersign.workflow.Reasons;

/**
 * Notice that access is about to be denied (15 CFR 750.6): on which grounds, what could be changed, whom to
 * talk to, and until when the applicant can answer.
 */
public record DenialNotice(
        String applicationId,
        int round,
        String ground,
        Reasons reasons,
        List<String> criteria,
        String evidence,
        String curable,
        String contact,
        Instant notifiedAt,
        Instant rebuttalBy,
        Instant finalOn,
        Rebuttal rebuttal,
        Consideration consideration) {

    public static final String TRUE_MATCH = "true-match";
    public static final String COMMERCE = "commerce";
    public static final String ESCALATION = "escalation";

    /** What the applicant answered. */
    public record Rebuttal(String text, List<String> evidence, String receivedFrom, Instant receivedAt) {}

    /** What Commerce made of the answer. */
    public record Consideration(String outcome, Reasons reasons, String decidedBy, Instant decidedAt) {}
}
