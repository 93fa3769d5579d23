package org.countersign.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.journal.Journal;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.LicenseMonitoring;
import org.countersign.workflow.Policies;

/** Sets the date of a license's next audit by its risk band. */
@ForProcesses
class ScheduleAudit implements JavaDelegate {

    private final Licenses licenses;
    private final Policies policies;
    private final Journal journal;
    private final Clock clock;

    ScheduleAudit(Licenses licenses, Policies policies, Journal journal, Clock clock) {
        this.licenses = licenses;
        this.policies = policies;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        License license = licenses.get((String) execution.getVariable(LicenseMonitoring.LICENSE_ID));
        Policies.Answer interval = policies.ask("audit-interval", Map.of("band", license.band()));
        Instant dueOn = clock.instant().plus(Duration.ofDays(((Number) interval.only()).longValue()));
        execution.setVariable(LicenseMonitoring.AUDIT_DUE_ON, Date.from(dueOn));
        journal.record(
                "system",
                "audit-scheduled",
                execution.getProcessBusinessKey(),
                Map.of("licenseId", license.id(), "dueOn", dueOn.toString(), "policy", interval.by()));
    }
}
