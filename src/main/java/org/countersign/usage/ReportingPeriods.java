package org.countersign.usage;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;
import org.countersign.license.License;
import org.countersign.workflow.Policies;
import org.springframework.stereotype.Component;

/**
 * For which days usage is to be reported, and by when: calendar months, or weeks from Monday to Sunday, by the table
 * {@code reporting-period.dmn}; all in UTC. The first begins on the day of the license, so it may be short.
 */
@Component
public class ReportingPeriods {

    private static final String WEEK = "week";

    private final Policies policies;
    private final OverdueLadder ladder;

    ReportingPeriods(Policies policies, OverdueLadder ladder) {
        this.policies = policies;
        this.ladder = ladder;
    }

    /**
     * @param end the last day
     * @param dueOn the end of the last day on which a report of it is in time
     */
    public record ReportingPeriod(LocalDate start, LocalDate end, Instant dueOn) {}

    public ReportingPeriod first(License license) {
        return from(license, LocalDate.ofInstant(license.issuedAt(), ZoneOffset.UTC));
    }

    public ReportingPeriod after(License license, ReportingPeriod period) {
        return from(license, period.end().plusDays(1));
    }

    /** The one that begins on this day. */
    ReportingPeriod from(License license, LocalDate start) {
        Object unit =
                policies.ask("reporting-period", Map.of("band", license.band())).only();
        LocalDate end = start.with(
                unit.equals(WEEK)
                        ? TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY)
                        : TemporalAdjusters.lastDayOfMonth());
        Instant dueOn =
                end.plusDays(ladder.days(OverdueLadder.DUE) + 1L).atStartOfDay().toInstant(ZoneOffset.UTC);
        return new ReportingPeriod(start, end, dueOn);
    }
}
