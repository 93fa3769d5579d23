package org.countersign.signoff;

import java.time.Instant;

/** An agency's answer in the days in which it can carry a level's decision up. */
public record EscalationResponse(
        int round,
        String level,
        String agency,
        boolean escalates,
        String reasons,
        String respondedBy,
        Instant respondedAt) {}
