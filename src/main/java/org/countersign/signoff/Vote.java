package org.countersign.signoff;

import java.time.Instant;
import java.util.List;

/** A drafted position of an agency, and what its director said to it. */
public record Vote(
        String id,
        String signOffId,
        String agency,
        int round,
        String vote,
        String reasons,
        List<String> criteria,
        String evidence,
        List<String> conditions,
        String draftedBy,
        Instant draftedAt,
        Countersignature countersignature) {

    public static final String CONCUR = "concur";
    public static final String CONCUR_WITH_CONDITIONS = "concur-with-conditions";
    public static final String OBJECT = "object";

    public record Countersignature(boolean accepted, String signedBy, String note, Instant signedAt) {}

    /** Signed by two people: the agency's position. */
    public boolean isPosition() {
        return countersignature != null && countersignature.accepted();
    }

    public boolean concurs() {
        return vote.equals(CONCUR) || vote.equals(CONCUR_WITH_CONDITIONS);
    }
}
