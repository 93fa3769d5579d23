package org.countersign.usage;

import java.time.Clock;
import java.util.Collection;
import java.util.Set;
import org.countersign.application.Applications;
import org.countersign.license.License;
import org.countersign.workflow.Cases;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Wakes the overdue ladder of a license when the last missing report has come. */
@Component
public class Deadlines {

    private final Applications applications;
    private final OverdueReports overdue;
    private final CoveredDays covered;
    private final Cases cases;
    private final Clock clock;

    Deadlines(Applications applications, OverdueReports overdue, CoveredDays covered, Cases cases, Clock clock) {
        this.applications = applications;
        this.overdue = overdue;
        this.covered = covered;
        this.cases = cases;
        this.clock = clock;
    }

    /** Which of these licenses wait for a report: asked once for a whole batch, so that the others cost nothing. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<String> waiting(Collection<String> licenseIds) {
        return Set.copyOf(overdue.openAmong(licenseIds));
    }

    /** A report of this license is stored. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void reported(License license) {
        String reference = applications.locked(license.applicationId()).reference();
        overdue.openOf(license.id())
                .filter(open -> covered.firstOverdue(license, open.periodStart(), clock.instant())
                        .isEmpty())
                .ifPresent(open -> cases.reportsCaughtUp(reference, license.id()));
    }
}
