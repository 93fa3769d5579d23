package org.countersign.application;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;

/** How an application ended, in the applicant's words. */
public record Decision(
        @JsonIgnore String applicationId,
        String outcome,
        String reasons,
        @JsonIgnore String decidedBy,
        Instant decidedAt) {}
