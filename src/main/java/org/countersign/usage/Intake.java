package org.countersign.usage;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.countersign.journal.Journal;
import org.countersign.license.Licenses;
import org.countersign.workflow.Attempts;
import org.springframework.stereotype.Component;

/**
 * Where reports enter, one or a thousand: in one transaction each is held against its license and against the reports
 * before it, stored, counted once, and what it shows outside the bounds is noted. No query is made for a report by itself.
 */
@Component
class Intake {

    /** A year and the day of a leap year. */
    private static final int LONGEST_DAYS = 366;

    /** Nothing that old was ever licensed. */
    private static final LocalDate FIRST_DAY = LocalDate.of(2020, 1, 1);

    private final UsageReports reports;
    private final UsageMonths months;
    private final UsageBounds bounds;
    private final Deviations deviations;
    private final Deadlines deadlines;
    private final Licenses licenses;
    private final Journal journal;
    private final Attempts attempts;
    private final Clock clock;

    Intake(
            UsageReports reports,
            UsageMonths months,
            UsageBounds bounds,
            Deviations deviations,
            Deadlines deadlines,
            Licenses licenses,
            Journal journal,
            Attempts attempts,
            Clock clock) {
        this.reports = reports;
        this.months = months;
        this.bounds = bounds;
        this.deviations = deviations;
        this.deadlines = deadlines;
        this.licenses = licenses;
        this.journal = journal;
        this.attempts = attempts;
        this.clock = clock;
    }

    /** Reports that came each by itself: each leaves an entry in the journal of its case. */
    List<Outcome> single(List<Incoming> all) {
        return take(all, (outcomes, declared) -> {
            for (int n = 0; n < all.size(); n++) {
                Incoming incoming = all.get(n);
                if (outcomes.get(n).isAccepted()) {
                    journal.record(
                            incoming.labId(),
                            "usage-report-received",
                            declared.get(incoming.licenseId()).reference(),
                            told(incoming, outcomes.get(n).receipt()));
                }
            }
            return outcomes;
        });
    }

    /** Lines of one lab that came together: they leave one entry, with the digest of the lines as they were sent. */
    List<Outcome> batch(List<Incoming> all, String labId, String sha256) {
        return take(all, (outcomes, declared) -> {
            long accepted = outcomes.stream().filter(Outcome::isAccepted).count();
            if (accepted > 0) {
                journal.record(
                        labId,
                        "usage-reports-received",
                        labId,
                        Map.of("lines", all.size(), "accepted", accepted, "sha256", sha256));
            }
            return outcomes;
        });
    }

    private static Map<String, Object> told(Incoming incoming, Receipt receipt) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("licenseId", incoming.licenseId());
        told.put("report", incoming.report());
        told.put("remarks", receipt.remarks());
        told.put("sha256", incoming.sha256());
        return told;
    }

    private List<Outcome> take(
            List<Incoming> all, BiFunction<List<Outcome>, Map<String, Declared>, List<Outcome>> record) {
        Complaint[] odd = all.stream().map(this::odd).toArray(Complaint[]::new);
        List<Incoming> sound = new ArrayList<>();
        for (int n = 0; n < odd.length; n++) {
            if (odd[n] == null) {
                sound.add(all.get(n));
            }
        }
        months.open(sound.stream().map(incoming -> incoming.report().end()).toList());
        return attempts.at(() -> {
            Map<String, Declared> declared = reports.locked(sound);
            List<Outcome> outcomes = new ArrayList<>(all.size());
            List<Outcome> stored = sound.isEmpty() ? List.of() : store(sound, declared);
            int next = 0;
            for (Complaint complaint : odd) {
                outcomes.add(complaint == null ? stored.get(next++) : Outcome.refused(complaint));
            }
            return record.apply(outcomes, declared);
        });
    }

    /** What is wrong whatever the license; null when nothing is. */
    private Complaint odd(Incoming incoming) {
        UsageReport report = incoming.report();
        if (report.end().isBefore(report.start())) {
            return Complaint.invalid("periodEnd", "The period ends before it starts.");
        }
        if (report.days() > LONGEST_DAYS) {
            return Complaint.invalid("periodEnd", "A period has at most " + LONGEST_DAYS + " days.");
        }
        if (report.end().isAfter(Declared.day(clock.instant()))) {
            return Complaint.invalid("periodEnd", "This period is not over yet. Days are days of UTC.");
        }
        if (report.end().isBefore(FIRST_DAY)) {
            return Complaint.invalid("periodEnd", "This is before the first license.");
        }
        if (report.foreignPersonUsers() > report.activeUsers()) {
            return Complaint.invalid("foreignPersonUsers", "These are among the active users, and cannot be more.");
        }
        return null;
    }

    private List<Outcome> store(List<Incoming> sound, Map<String, Declared> declared) {
        var batch = new Batch(
                declared,
                reports.storedOf(sound),
                reports.countedOf(earliestStarts(sound)),
                bounds.of(declared.values().stream().map(Declared::band).toList()),
                clock.instant().truncatedTo(ChronoUnit.MICROS)); // what PostgreSQL keeps of it
        List<Outcome> outcomes = sound.stream().map(batch::take).toList();
        if (!batch.rows().isEmpty()) {
            reports.supersede(batch.corrections());
            reports.add(batch.rows());
            deviations.add(batch.shown());
            List<String> reported = batch.rows().stream()
                    .map(row -> row.incoming().licenseId())
                    .distinct()
                    .toList();
            deadlines.waiting(reported).forEach(license -> deadlines.reported(licenses.get(license)));
        }
        return outcomes;
    }

    private static Map<String, LocalDate> earliestStarts(List<Incoming> sound) {
        Map<String, LocalDate> since = new HashMap<>();
        sound.forEach(incoming -> since.merge(
                incoming.licenseId(),
                incoming.report().start(),
                (one, other) -> Objects.requireNonNull(one).isBefore(other) ? one : other));
        return since;
    }
}
