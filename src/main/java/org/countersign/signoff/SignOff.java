package org.countersign.signoff;

import java.time.Instant;

/** An agency whose position a case needs, and why. */
public record SignOff(
        String id,
        String applicationId,
        String agency,
        String ground,
        int policyVersion,
        String policySha256,
        Instant requestedAt,
        Instant dueOn) {}
