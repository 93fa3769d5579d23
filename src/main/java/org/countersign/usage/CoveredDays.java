package org.countersign.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.countersign.license.License;
import org.countersign.usage.ReportingPeriods.ReportingPeriod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which days of a license its reports cover. A period may be reported in parts. */
@Component
class CoveredDays {

    private final JdbcClient db;
    private final ReportingPeriods periods;

    CoveredDays(JdbcClient db, ReportingPeriods periods) {
        this.db = db;
        this.periods = periods;
    }

    private record Days(LocalDate start, LocalDate end) {}

    boolean cover(String licenseId, ReportingPeriod period) {
        return holes(licenseId, period.start(), period.end()).isEmpty();
    }

    /** The first period, from the one that begins on this day, that is not reported. */
    ReportingPeriod firstMissing(License license, LocalDate from) {
        ReportingPeriod period = periods.from(license, from);
        while (cover(license.id(), period)) {
            period = periods.after(license, period);
        }
        return period;
    }

    /** The first period of which a report is overdue at this moment. */
    Optional<ReportingPeriod> firstOverdue(License license, LocalDate from, Instant now) {
        ReportingPeriod period = firstMissing(license, from);
        return period.dueOn().isAfter(now) ? Optional.empty() : Optional.of(period);
    }

    /** All periods, from the one that begins on this day, of which a report is overdue at this moment. */
    List<ReportingPeriod> overdue(License license, LocalDate from, Instant now) {
        List<ReportingPeriod> overdue = new ArrayList<>();
        ReportingPeriod period = periods.from(license, from);
        while (!period.dueOn().isAfter(now)) {
            if (!cover(license.id(), period)) {
                overdue.add(period);
            }
            period = periods.after(license, period);
        }
        return overdue;
    }

    /** The runs of days without a report. */
    private List<Days> holes(String licenseId, LocalDate start, LocalDate end) {
        return db.sql(
                        """
                SELECT lower(hole) AS start, upper(hole) - 1 AS "end"
                FROM unnest(datemultirange(daterange(:start, :end, '[]')) - coalesce((
                  SELECT range_agg(daterange(period_start, period_end, '[]')) FROM usage_report
                  WHERE license_id = :license AND superseded_by IS NULL
                    AND period_end >= :start AND period_start <= :end), datemultirange())) AS hole""")
                .param("start", start)
                .param("end", end)
                .param("license", licenseId)
                .query(Days.class)
                .list();
    }

    static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }
}
