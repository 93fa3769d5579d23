package org.countersign.usage;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The counted periods of one license, as far as the reports that have come touch them. */
class Counted {

    /** So many reports say what is usual; fewer than half of them say nothing. */
    static final int USUAL = 6;

    private static final int LEAST = USUAL / 2;

    private final List<Period> periods = new ArrayList<>();

    record Period(String reportId, LocalDate start, LocalDate end, double requestsADay) {

        static Period of(UsageReport report) {
            return of(report.reportId(), report.start(), report.end(), report.requests());
        }

        static Period of(String reportId, LocalDate start, LocalDate end, long requests) {
            return new Period(reportId, start, end, requests / (double) (ChronoUnit.DAYS.between(start, end) + 1));
        }

        boolean has(LocalDate day) {
            return !day.isBefore(start) && !day.isAfter(end);
        }

        boolean shares(Period other) {
            return !other.end.isBefore(start) && !other.start.isAfter(end);
        }

        boolean isSameAs(Period other) {
            return start.equals(other.start) && end.equals(other.end);
        }
    }

    void add(Period period) {
        periods.add(period);
    }

    /** What this report corrects no longer counts. @return that report */
    Optional<Period> takeOut(Period report) {
        Optional<Period> same =
                periods.stream().filter(period -> period.isSameAs(report)).findFirst();
        same.ifPresent(periods::remove);
        return same;
    }

    List<Period> overlapping(Period report) {
        return periods.stream().filter(period -> period.shares(report)).toList();
    }

    boolean has(LocalDate day) {
        return periods.stream().anyMatch(period -> period.has(day));
    }

    /** The median of the requests a day in the last reports before this one. */
    OptionalDouble usualRequestsADay(Period report) {
        double[] last = periods.stream()
                .filter(period -> period.end().isBefore(report.start()))
                .sorted(Comparator.comparing(Period::end).reversed())
                .limit(USUAL)
                .mapToDouble(Period::requestsADay)
                .sorted()
                .toArray();
        if (last.length < LEAST) {
            return OptionalDouble.empty();
        }
        int middle = last.length / 2;
        return OptionalDouble.of(last.length % 2 == 1 ? last[middle] : (last[middle - 1] + last[middle]) / 2);
    }
}
