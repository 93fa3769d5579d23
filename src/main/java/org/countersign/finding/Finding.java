package org.countersign.finding;

import java.time.Instant;

/**
 * Something about a license that must be put right.
 *
 * @param source an audit or a usage report
 * @param foundIn the id of that
 * @param raisedBy somebody, or the system
 * @param dueOn by when; a check that found it not mended has set a later date
 */
public record Finding(
        String id,
        String licenseId,
        String source,
        String foundIn,
        String text,
        String raisedBy,
        Instant raisedAt,
        Instant dueOn,
        boolean open) {

    public static final String AUDIT = "audit";
    public static final String USAGE = "usage";
}
