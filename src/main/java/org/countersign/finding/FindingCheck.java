package org.countersign.finding;

import java.time.Instant;

/**
 * Somebody has looked whether a finding is put right.
 *
 * @param dueOn the new date of one that is not
 */
public record FindingCheck(
        String findingId,
        int number,
        boolean mended,
        String note,
        Instant dueOn,
        String checkedBy,
        Instant checkedAt) {}
