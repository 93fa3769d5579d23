package org.countersign.application;

import java.time.Instant;

/** One customer, one release, one use case, asked for by one lab. */
public record Application(
        String id,
        long number,
        String reference,
        String trackingKey,
        String labId,
        Submission submission,
        ApplicationStatus status,
        Instant receivedAt,
        Instant targetOn,
        Instant decideBy) {

    public String releaseId() {
        return submission.releaseId();
    }

    public Submission.Customer customer() {
        return submission.customer();
    }

    /** How people speak of the case: on task cards, in mail. */
    public String title() {
        return reference + " · " + customer().legalName();
    }

    /** The applicant's own page; the key in it is all that guards it. */
    public String trackingPath() {
        return "/track/" + reference + "?key=" + trackingKey;
    }
}
