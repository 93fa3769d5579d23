package org.countersign.usage;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import org.countersign.application.Applications;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.workflow.Cases;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Wakes the overdue ladder of a license when the last missing report has come. */
@Component
public class Deadlines {

    private final Applications applications;
    private final Licenses licenses;
    private final OverdueReports overdue;
    private final CoveredDays covered;
    private final Cases cases;
    private final Clock clock;

    Deadlines(
            Applications applications,
            Licenses licenses,
            OverdueReports overdue,
            CoveredDays covered,
            Cases cases,
            Clock clock) {
        this.applications = applications;
        this.licenses = licenses;
        this.overdue = overdue;
        this.covered = covered;
        this.cases = cases;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void reported(License license) {
        reported(List.of(license.id()));
    }

    /** Reports of these licenses have been stored in this transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void reported(Collection<String> licenseIds) {
        overdue.openAmong(licenseIds).stream().sorted().forEach(this::lookAgain);
    }

    private void lookAgain(String licenseId) {
        License license = licenses.get(licenseId);
        String reference = applications.locked(license.applicationId()).reference();
        overdue.openOf(licenseId)
                .filter(open -> covered.firstOverdue(license, open.periodStart(), clock.instant())
                        .isEmpty())
                .ifPresent(open -> cases.reportsCaughtUp(reference, licenseId));
    }
}
