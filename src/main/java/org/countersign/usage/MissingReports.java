package org.countersign.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** For letters and pages: what is missing, and what follows. */
@Component
public class MissingReports {

    private final OverdueReports overdue;
    private final OverdueLadder ladder;

    MissingReports(OverdueReports overdue, OverdueLadder ladder) {
        this.overdue = overdue;
        this.ladder = ladder;
    }

    /** The oldest report that is missing. */
    public record MissingReport(LocalDate periodStart, LocalDate periodEnd, Instant dueOn) {}

    public Optional<MissingReport> of(String licenseId) {
        return overdue.openOf(licenseId)
                .map(open -> new MissingReport(open.periodStart(), open.periodEnd(), open.dueOn()));
    }

    /** When the license is suspended if it stays missing. */
    public Optional<Instant> suspensionOf(String licenseId) {
        return overdue.openOf(licenseId)
                .map(open -> ladder.on(OverdueLadder.SUSPENSION, licenseId).toInstant());
    }
}
