package org.countersign.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reports of one transaction, one after the other: each sees what those before it have changed. */
class Batch {

    private final Map<String, Declared> declared;
    private final Map<Incoming.Key, UsageReports.Stored> stored;
    private final Map<String, Counted> counted;
    private final Map<String, UsageBounds.OfBand> bounds;
    private final Instant now;

    private final Map<Incoming.Key, UsageReports.Row> rows = new LinkedHashMap<>();
    private final List<UsageReports.Row> corrections = new ArrayList<>();
    private final List<Deviations.Shown> shown = new ArrayList<>();

    Batch(
            Map<String, Declared> declared,
            Map<Incoming.Key, UsageReports.Stored> stored,
            Map<String, Counted> counted,
            Map<String, UsageBounds.OfBand> bounds,
            Instant now) {
        this.declared = declared;
        this.stored = stored;
        this.counted = counted;
        this.bounds = bounds;
        this.now = now;
    }

    /** To be added, in the order they came. */
    List<UsageReports.Row> rows() {
        return List.copyOf(rows.values());
    }

    /** Those that take the place of reports that were there before this batch. */
    Collection<UsageReports.Row> corrections() {
        return corrections;
    }

    List<Deviations.Shown> shown() {
        return shown;
    }

    Outcome take(Incoming incoming) {
        Declared license = declared.get(incoming.licenseId());
        if (license == null || !license.labId().equals(incoming.labId())) {
            return Outcome.refused(Complaint.noSuchLicense());
        }
        UsageReports.Stored earlier = stored.get(incoming.key());
        if (earlier != null) {
            return earlier.sha256().equals(incoming.sha256())
                    ? Outcome.repeated(earlier.receipt())
                    : Outcome.refused(Complaint.conflict(
                            "reportId", "This id was used before for a report that says something else."));
        }
        Complaint complaint = outsideItsLife(license, incoming.report());
        return complaint == null ? Outcome.accepted(count(license, incoming)) : Outcome.refused(complaint);
    }

    /** The month in which a license begins or ends may be reported whole. */
    private static Complaint outsideItsLife(Declared license, UsageReport report) {
        if (report.end().isBefore(license.firstDay())) {
            return Complaint.invalid(
                    "periodEnd", "This period is over before the license begins, " + license.firstDay() + ".");
        }
        if (license.isOverBefore(report.start())) {
            return Complaint.conflict(
                    "periodStart",
                    "The license ended on " + Declared.day(license.endsAt())
                            + ". A period that begins later cannot be reported.");
        }
        return null;
    }

    private Receipt count(Declared license, Incoming incoming) {
        UsageReport report = incoming.report();
        Counted periods = counted.get(incoming.licenseId());
        UsageBounds.OfBand held = bounds.get(license.band());
        var period = Counted.Period.of(report);
        Optional<Counted.Period> corrected = periods.takeOut(period);
        for (Deviation deviation : Checks.of(license, held, report, periods)) {
            shown.add(new Deviations.Shown(incoming.key(), deviation));
        }
        var receipt = new Receipt(
                incoming.licenseId(),
                report.reportId(),
                report.start(),
                report.end(),
                now,
                true,
                remarks(license, held, report, periods, corrected.isPresent()),
                corrected.map(Counted.Period::reportId).orElse(null));
        periods.add(period);
        var row = new UsageReports.Row(incoming, receipt, null);
        rows.put(incoming.key(), row);
        stored.put(incoming.key(), new UsageReports.Stored(incoming.sha256(), receipt));
        corrected.ifPresent(earlier -> supersede(earlier, row));
        return receipt;
    }

    private void supersede(Counted.Period earlier, UsageReports.Row by) {
        var key = new Incoming.Key(by.receipt().licenseId(), earlier.reportId());
        UsageReports.Row ofThisBatch = rows.get(key);
        if (ofThisBatch == null) {
            corrections.add(by);
        } else {
            rows.put(
                    key,
                    new UsageReports.Row(
                            ofThisBatch.incoming(),
                            ofThisBatch.receipt(),
                            by.receipt().reportId()));
        }
    }

    private List<String> remarks(
            Declared license, UsageBounds.OfBand held, UsageReport report, Counted periods, boolean corrects) {
        List<String> remarks = new ArrayList<>();
        if (held.of(UsageBounds.LATE).filter(bound -> isLate(report, bound)).isPresent()) {
            remarks.add(Receipt.LATE);
        }
        if (!periods.overlapping(Counted.Period.of(report)).isEmpty()) {
            remarks.add(Receipt.OVERLAPPING);
        }
        LocalDate before = report.start().minusDays(1);
        if (!before.isBefore(license.firstDay()) && !periods.has(before)) {
            remarks.add(Receipt.GAP);
        }
        if (corrects) {
            remarks.add(Receipt.SUPERSEDES);
        }
        return remarks;
    }

    /** From the first moment after the period's last day. */
    private boolean isLate(UsageReport report, UsageBounds.Bound bound) {
        Instant over = report.end().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return now.isAfter(over.plus(Duration.ofDays((long) bound.bound())));
    }
}
