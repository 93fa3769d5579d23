package org.countersign.application;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import org.countersign.workflow.Reasons;

/** How an application ended. The applicant reads the reasons of their tier only. */
public record Decision(
        @JsonIgnore String applicationId,
        String outcome,
        String reasons,
        @JsonIgnore String publicReasons,
        @JsonIgnore String internalReasons,
        @JsonIgnore String decidedBy,
        Instant decidedAt) {

    public static Decision of(
            String applicationId, ApplicationStatus outcome, Reasons reasons, String decidedBy, Instant at) {
        return new Decision(
                applicationId,
                outcome.key(),
                reasons.applicant(),
                reasons.publicly(),
                reasons.internally(),
                decidedBy,
                at);
    }
}
