package org.countersign.application;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

public enum ApplicationStatus {
    RECEIVED("Received"),
    IN_REVIEW("In review"),
    WAITING_FOR_APPLICANT("Waiting for the applicant"),
    ESCALATED("Escalated"),
    INTENT_TO_DENY("Intent to deny"),
    APPROVED("Approved"),
    APPROVED_WITH_CONDITIONS("Approved with conditions"),
    DENIED("Denied"),
    RETURNED("Returned"),
    WITHDRAWN("Withdrawn"),
    CLOSED_UNANSWERED("Closed unanswered");

    private final String label;

    ApplicationStatus(String label) {
        this.label = label;
    }

    /** For people. */
    public String label() {
        return label;
    }

    /** For the API and the database. */
    @JsonValue
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<ApplicationStatus> of(String key) {
        return Arrays.stream(values())
                .filter(status -> status.key().equals(key))
                .findFirst();
    }

    /** While somebody still has to decide; and what was decided can be appealed, which needs evidence. */
    public boolean takesEvidence() {
        return isOpen() || this == DENIED || this == APPROVED || this == APPROVED_WITH_CONDITIONS;
    }

    public boolean isOpen() {
        return switch (this) {
            case RECEIVED, IN_REVIEW, WAITING_FOR_APPLICANT, ESCALATED, INTENT_TO_DENY -> true;
            default -> false;
        };
    }
}
