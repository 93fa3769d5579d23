package org.countersign.usage;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import org.countersign.license.License;

/**
 * For which days usage is to be reported: calendar months, for the band severe weeks from Monday to Sunday, all in UTC. The
 * first begins on the day of the license, so it may be short.
 */
public final class ReportingPeriods {

    /** After the last day of a period. */
    static final Period DUE_AFTER = Period.ofDays(10);

    private static final String WEEKLY_BAND = "severe";

    private ReportingPeriods() {}

    /** @param end the last day */
    public record ReportingPeriod(LocalDate start, LocalDate end) {

        /** The end of the last day on which it is in time. */
        public Instant dueOn() {
            return end.plus(DUE_AFTER).plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
    }

    public static ReportingPeriod first(License license) {
        return from(license, LocalDate.ofInstant(license.issuedAt(), ZoneOffset.UTC));
    }

    static ReportingPeriod after(License license, ReportingPeriod period) {
        return from(license, period.end().plusDays(1));
    }

    private static ReportingPeriod from(License license, LocalDate start) {
        LocalDate end = license.band().equals(WEEKLY_BAND)
                ? start.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY))
                : start.with(TemporalAdjusters.lastDayOfMonth());
        return new ReportingPeriod(start, end);
    }
}
