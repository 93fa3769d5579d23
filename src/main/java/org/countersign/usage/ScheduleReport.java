package org.countersign.usage;

import java.time.LocalDate;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.usage.ReportingPeriods.ReportingPeriod;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.LicenseMonitoring;

/** Sets the date of a license's next usage report: of the first period that is not reported yet. */
@ForProcesses
class ScheduleReport implements JavaDelegate {

    private final Licenses licenses;
    private final ReportingPeriods periods;
    private final CoveredDays covered;

    ScheduleReport(Licenses licenses, ReportingPeriods periods, CoveredDays covered) {
        this.licenses = licenses;
        this.periods = periods;
        this.covered = covered;
    }

    @Override
    public void execute(DelegateExecution execution) {
        License license = licenses.get((String) execution.getVariable(LicenseMonitoring.LICENSE_ID));
        String before = (String) execution.getVariable(LicenseMonitoring.REPORT_PERIOD);
        LocalDate from = before == null ? periods.first(license).start() : LocalDate.parse(before);
        ReportingPeriod period = covered.firstMissing(license, from);
        execution.setVariable(LicenseMonitoring.REPORT_PERIOD, period.start().toString());
        execution.setVariable(
                LicenseMonitoring.REPORT_DUE_ON, Date.from(OverdueLadder.spread(license.id(), period.dueOn())));
    }
}
