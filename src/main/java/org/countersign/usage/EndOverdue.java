package org.countersign.usage;

import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.license.Suspensions;
import org.countersign.workflow.Cases;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.LicenseMonitoring;
import org.springframework.context.ApplicationEventPublisher;

/** The missing reports are there: what followed from them ends. */
@ForProcesses
class EndOverdue implements JavaDelegate {

    private final Applications applications;
    private final Licenses licenses;
    private final Suspensions suspensions;
    private final OverdueReports overdue;
    private final Cases cases;
    private final Journal journal;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    EndOverdue(
            Applications applications,
            Licenses licenses,
            Suspensions suspensions,
            OverdueReports overdue,
            Cases cases,
            Journal journal,
            ApplicationEventPublisher events,
            Clock clock) {
        this.applications = applications;
        this.licenses = licenses;
        this.suspensions = suspensions;
        this.overdue = overdue;
        this.cases = cases;
        this.journal = journal;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        License license = licenses.get((String) execution.getVariable(LicenseMonitoring.LICENSE_ID));
        Application application = applications.locked(license.applicationId());
        OverdueReports.Overdue open = overdue.openOf(license.id()).orElseThrow();
        boolean reminded = overdue.taken(open.id(), OverdueLadder.REMINDER) > 0;
        overdue.end(open.id(), clock.instant());
        journal.record(
                "system",
                "report-caught-up",
                application.reference(),
                Map.of("licenseId", license.id(), "overdueSince", open.dueOn().toString()));
        if (suspensions.liftOn(license.id(), MissingReports.GROUND, "system")) {
            journal.record(
                    "system",
                    "license-reinstated",
                    application.reference(),
                    Map.of("licenseId", license.id(), "ground", MissingReports.GROUND));
        }
        cases.endSanctionProposals(application.reference(), MissingReports.GROUND);
        if (reminded) {
            events.publishEvent(new UsageNews(application.id(), "usage-caught-up", execution.getActivityInstanceId()));
        }
    }
}
