package org.countersign.finding;

import java.time.Instant;

/**
 * Something about a license that must be put right.
 *
 * @param licenseId what it is about
 * @param heldAgainst the license that answers for it: since a renewal the new one
 * @param source an audit or a usage report
 * @param foundIn the id of that
 * @param raisedBy somebody, or the system
 * @param dueOn by when; a check that found it not mended has set a later date
 */
public record Finding(
        String id,
        String licenseId,
        String heldAgainst,
        String source,
        String foundIn,
        String text,
        String raisedBy,
        Instant raisedAt,
        Instant dueOn,
        boolean open) {

    public static final String AUDIT = "audit";
    public static final String USAGE = "usage";

    public boolean isOverdueAt(Instant now) {
        return open && dueOn.isBefore(now);
    }
}
