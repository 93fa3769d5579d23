package org.countersign.application;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
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

    /** Compared in constant time, so that a guess learns nothing from how long the answer takes. */
    public boolean opensWith(String key) {
        return MessageDigest.isEqual(
                trackingKey.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8));
    }
}
