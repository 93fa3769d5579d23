package org.countersign.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.usage.MissingReports;
import org.countersign.usage.MissingReports.Arrears;
import org.countersign.usage.MissingReports.MissingReport;
import org.countersign.usage.MissingReports.Taken;
import org.springframework.stereotype.Component;

/** What directors are to know who decide on a license whose usage reports stay out. */
@Component
class UsageArrears {

    /** The rest is counted: a year of weeks would be read by nobody. */
    private static final int NAMED = 12;

    private final MissingReports missing;

    UsageArrears(MissingReports missing) {
        this.missing = missing;
    }

    String inWords(String licenseId) {
        return missing.arrearsOf(licenseId).map(UsageArrears::words).orElse("No usage report is overdue any more.");
    }

    private static String words(Arrears arrears) {
        List<MissingReport> reports = arrears.reports();
        return Stream.of(
                        Stream.of("Usage reports overdue: %d.".formatted(reports.size())),
                        reports.stream().limit(NAMED).map(UsageArrears::words),
                        Stream.of("And %d more.".formatted(reports.size() - NAMED))
                                .filter(more -> reports.size() > NAMED),
                        arrears.steps().stream().map(UsageArrears::words))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }

    /** What is due by the end of a day is due at the first moment after it. */
    private static String words(MissingReport report) {
        return "%s to %s: missing since %s.".formatted(report.periodStart(), report.periodEnd(), day(report.dueOn()));
    }

    private static String words(Taken taken) {
        String what =
                switch (taken.step()) {
                    case "reminder" -> "The lab was reminded";
                    case "warning" -> "The lab was warned that the license will be suspended";
                    case "suspension" -> "The license was suspended";
                    default -> "The agencies were asked";
                };
        return "%s on %s.".formatted(what, day(taken.takenAt()));
    }

    private static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }
}
