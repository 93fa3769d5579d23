package org.countersign.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.countersign.audit.Audits.Audit;
import org.countersign.license.License;
import org.countersign.usage.CountedReports;
import org.countersign.usage.CountedReports.CountedReport;
import org.springframework.stereotype.Component;

/** The usage reports that have come since the audit before. What an earlier audit could look at is not looked at again. */
@Component
public class UsageItems implements AuditItems {

    private static final String KIND = "usage-report:";
    private static final int PARTS = 3;

    private static final int OUTSIDE_A_BOUND = 3;
    private static final int LATE = 1;

    private final CountedReports reports;
    private final Audits audits;

    UsageItems(CountedReports reports, Audits audits) {
        this.reports = reports;
        this.audits = audits;
    }

    @Override
    public List<Item> of(License license) {
        Instant before = audits.of(license.id()).stream()
                .map(Audit::openedAt)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        return reports.since(license.id(), before).stream()
                .map(report -> new Item(idOf(report), weightOf(report)))
                .toList();
    }

    /** The period comes first: labs choose the ids of reports, and would choose the place in the list with them. */
    private static String idOf(CountedReport report) {
        return "%s%s/%s/%s".formatted(KIND, report.periodStart(), report.periodEnd(), report.reportId());
    }

    private static int weightOf(CountedReport report) {
        return (report.deviations().isEmpty() ? 0 : OUTSIDE_A_BOUND) + (report.late() ? LATE : 0);
    }

    /** What auditors read instead of the ids; items of other kinds are passed over. */
    public Map<String, String> inWords(String licenseId, Collection<String> items) {
        List<String> reportIds = items.stream()
                .filter(item -> item.startsWith(KIND))
                .map(item -> item.split("/", PARTS)[PARTS - 1])
                .toList();
        return reports.named(licenseId, reportIds).stream()
                .collect(Collectors.toMap(UsageItems::idOf, UsageItems::words, (one, same) -> one));
    }

    private static String words(CountedReport report) {
        List<String> words = new ArrayList<>();
        words.add("%s to %s, report %s".formatted(report.periodStart(), report.periodEnd(), report.reportId()));
        words.add("%,d requests, %,d active users".formatted(report.requests(), report.activeUsers()));
        if (report.incidents() > 0) {
            words.add("incidents: %,d".formatted(report.incidents()));
        }
        if (!report.deviations().isEmpty()) {
            words.add("outside the bounds: " + String.join(", ", report.deviations()));
        }
        if (report.late()) {
            words.add("late");
        }
        if (report.supersededBy() != null) {
            words.add("corrected since by report " + report.supersededBy());
        }
        return String.join("; ", words);
    }
}
