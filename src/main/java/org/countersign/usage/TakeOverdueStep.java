package org.countersign.usage;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.camunda.bpm.engine.delegate.BpmnError;
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
import org.countersign.workflow.TaskProperties;
import org.springframework.context.ApplicationEventPublisher;

/** One step over a missing report; which: the property {@code step} of the task in the diagram. */
@ForProcesses
class TakeOverdueStep implements JavaDelegate {

    private static final String SYSTEM = "system";
    private static final String REASONS =
            "Usage reports of this license have been missing since %s. It is reinstated when they are there.";

    private final Applications applications;
    private final Licenses licenses;
    private final Suspensions suspensions;
    private final CoveredDays covered;
    private final OverdueReports overdue;
    private final Cases cases;
    private final Journal journal;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    TakeOverdueStep(
            Applications applications,
            Licenses licenses,
            Suspensions suspensions,
            CoveredDays covered,
            OverdueReports overdue,
            Cases cases,
            Journal journal,
            ApplicationEventPublisher events,
            Clock clock) {
        this.applications = applications;
        this.licenses = licenses;
        this.suspensions = suspensions;
        this.covered = covered;
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
        Instant now = clock.instant();
        // A report that came in the moment its ladder began is seen here at the latest.
        if (covered.firstOverdue(license, open.periodStart(), now).isEmpty()) {
            throw new BpmnError(LicenseMonitoring.NOTHING_MISSING);
        }
        String step = TaskProperties.of(execution).get("step");
        overdue.take(open.id(), step, now);
        switch (step) {
            case OverdueLadder.REMINDER ->
                journal.record(SYSTEM, "report-reminded", application.reference(), told(open));
            case OverdueLadder.WARNING -> journal.record(SYSTEM, "report-warned", application.reference(), told(open));
            case OverdueLadder.SUSPENSION -> suspend(license, application, open);
            case OverdueLadder.PROPOSAL -> propose(license, application, open);
            default -> throw new IllegalStateException("There is no step " + step);
        }
        events.publishEvent(new UsageNews(application.id(), "usage-" + step, execution.getActivityInstanceId()));
    }

    private void suspend(License license, Application application, OverdueReports.Overdue open) {
        String reasons = REASONS.formatted(CoveredDays.day(open.dueOn()));
        if (suspensions.suspend(license.id(), MissingReports.GROUND, reasons, SYSTEM)) {
            journal.record(
                    SYSTEM,
                    "license-suspended",
                    application.reference(),
                    Map.of("licenseId", license.id(), "ground", MissingReports.GROUND, "reasons", reasons));
        }
    }

    private void propose(License license, Application application, OverdueReports.Overdue open) {
        journal.record(SYSTEM, "revocation-proposed", application.reference(), told(open));
        cases.startSanctionProposal(
                application.reference(),
                application.id(),
                license.id(),
                application.title(),
                license.band(),
                MissingReports.GROUND);
    }

    private static Map<String, String> told(OverdueReports.Overdue open) {
        return Map.of(
                "licenseId", open.licenseId(),
                "periodStart", open.periodStart().toString(),
                "periodEnd", open.periodEnd().toString(),
                "dueOn", open.dueOn().toString());
    }
}
