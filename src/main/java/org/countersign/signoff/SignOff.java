package org.countersign.signoff;

import java.time.Instant;

/**
 * An agency whose position a case needs, and why.
 *
 * @param round 1, or more when the agency is asked again after a rebuttal or a remand
 * @param policyVersion of {@code required-agencies.dmn}; none where a person asked for the sign-off
 * @param dueOn as first reckoned; pauses move it, see the clock ledger
 */
public record SignOff(
        String id,
        String applicationId,
        String agency,
        int round,
        String ground,
        String requestedBy,
        Integer policyVersion,
        String policySha256,
        Instant requestedAt,
        Instant dueOn) {}
