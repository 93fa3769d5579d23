package org.countersign.usage;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.countersign.license.Licenses;
import org.springframework.stereotype.Component;

/** For letters, pages and directors: what is missing, what was done about it, and what follows. */
@Component
public class MissingReports {

    /** The ground of a suspension, and of a proposed sanction, that ends when nothing is missing any more. */
    public static final String GROUND = "usage-reports";

    private final Licenses licenses;
    private final OverdueReports overdue;
    private final CoveredDays covered;
    private final OverdueLadder ladder;
    private final Clock clock;

    MissingReports(Licenses licenses, OverdueReports overdue, CoveredDays covered, OverdueLadder ladder, Clock clock) {
        this.licenses = licenses;
        this.overdue = overdue;
        this.covered = covered;
        this.ladder = ladder;
        this.clock = clock;
    }

    /** The oldest report that is missing. */
    public record MissingReport(LocalDate periodStart, LocalDate periodEnd, Instant dueOn) {}

    /** A step over a missing report, and when it was taken. */
    public record Taken(String step, Instant takenAt) {}

    /**
     * All that is overdue of a license.
     *
     * @param reports oldest first
     * @param steps oldest first
     */
    public record Arrears(List<MissingReport> reports, List<Taken> steps) {}

    public Optional<MissingReport> of(String licenseId) {
        return overdue.openOf(licenseId)
                .map(open -> new MissingReport(open.periodStart(), open.periodEnd(), open.dueOn()));
    }

    /** When the license is suspended if it stays missing. */
    public Optional<Instant> suspensionOf(String licenseId) {
        return overdue.openOf(licenseId)
                .map(open -> ladder.on(OverdueLadder.SUSPENSION, licenseId).toInstant());
    }

    /** Empty when nothing is overdue. */
    public Optional<Arrears> arrearsOf(String licenseId) {
        return overdue.openOf(licenseId)
                .map(open -> new Arrears(
                        covered.overdue(licenses.get(licenseId), open.periodStart(), clock.instant()).stream()
                                .map(period -> new MissingReport(period.start(), period.end(), period.dueOn()))
                                .toList(),
                        overdue.stepsOf(open.id())));
    }
}
