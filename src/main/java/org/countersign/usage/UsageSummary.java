package org.countersign.usage;

import java.time.LocalDate;
import java.util.List;

/** The use of one license in its last periods that were reported and count, oldest first. */
public record UsageSummary(String licenseId, List<Period> periods) {

    /** A year of monthly reports. */
    public static final int USUAL_PERIODS = 12;

    /** @param foreignUsers users who are foreign persons */
    public record Period(
            String reportId,
            LocalDate periodStart,
            LocalDate periodEnd,
            long requests,
            long tokens,
            long activeUsers,
            long foreignUsers,
            long incidents) {}
}
