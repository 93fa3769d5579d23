package org.countersign.usage;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.countersign.journal.Journal;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.usage.ReportingPeriods.ReportingPeriod;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.LicenseMonitoring;

/** Looks whether the report that is due is there. */
@ForProcesses
class CheckReport implements JavaDelegate {

    private final Licenses licenses;
    private final ReportingPeriods periods;
    private final CoveredDays covered;
    private final OverdueReports overdue;
    private final Journal journal;
    private final Clock clock;

    CheckReport(
            Licenses licenses,
            ReportingPeriods periods,
            CoveredDays covered,
            OverdueReports overdue,
            Journal journal,
            Clock clock) {
        this.licenses = licenses;
        this.periods = periods;
        this.covered = covered;
        this.overdue = overdue;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        License license = licenses.get((String) execution.getVariable(LicenseMonitoring.LICENSE_ID));
        ReportingPeriod period =
                periods.from(license, LocalDate.parse((String) execution.getVariable(LicenseMonitoring.REPORT_PERIOD)));
        boolean missing = !covered.cover(license.id(), period);
        // For the gateway behind this step only; kept, it would be three rows more for each report of each license.
        execution.setVariable(LicenseMonitoring.REPORT_MISSING, Variables.booleanValue(missing, true));
        if (missing) {
            overdue.open(license.id(), period, clock.instant());
            journal.record(
                    "system",
                    "report-overdue",
                    execution.getProcessBusinessKey(),
                    Map.of(
                            "licenseId", license.id(),
                            "periodStart", period.start().toString(),
                            "periodEnd", period.end().toString(),
                            "dueOn", period.dueOn().toString()));
        }
    }
}
