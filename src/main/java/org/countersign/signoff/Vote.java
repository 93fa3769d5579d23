package org.countersign.signoff;

import java.time.Instant;
import java.util.List;
import org.countersign.workflow.Reasons;

/**
 * A drafted position of an agency, and what its director said to it.
 *
 * @param cure of an objection, what the applicant could change
 */
public record Vote(
        String id,
        String signOffId,
        String agency,
        int round,
        String vote,
        Reasons reasons,
        List<String> criteria,
        String evidence,
        List<String> conditions,
        String question,
        String cure,
        String draftedBy,
        Instant draftedAt,
        Countersignature countersignature) {

    public static final String CONCUR = "concur";
    public static final String CONCUR_WITH_CONDITIONS = "concur-with-conditions";
    public static final String OBJECT = "object";
    public static final String NEED_INFORMATION = "need-information";

    public record Countersignature(boolean accepted, String signedBy, String note, Instant signedAt) {}

    /** Signed by two people: the agency's position. A question to the applicant is none. */
    public boolean isPosition() {
        return isAccepted() && !asks();
    }

    public boolean isAccepted() {
        return countersignature != null && countersignature.accepted();
    }

    public boolean asks() {
        return vote.equals(NEED_INFORMATION);
    }

    public boolean concurs() {
        return vote.equals(CONCUR) || vote.equals(CONCUR_WITH_CONDITIONS);
    }
}
