package org.countersign.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.finding.Findings;
import org.countersign.journal.Journal;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.LicenseMonitoring;
import org.countersign.workflow.Policies;
import org.countersign.workflow.Spread;

/**
 * Sets the date of a license's next audit by its risk band and its history. The dates follow from the day of the license and
 * not from when somebody had time, so that no audit is missed and none comes twice; each is up to a day early, never late,
 * so that the licenses of one day do not come due in one second.
 */
@ForProcesses
class ScheduleAudit implements JavaDelegate {

    private static final Duration SPREAD = Duration.ofDays(1);

    private final Licenses licenses;
    private final Findings findings;
    private final Audits audits;
    private final Policies policies;
    private final Journal journal;
    private final Clock clock;

    ScheduleAudit(
            Licenses licenses, Findings findings, Audits audits, Policies policies, Journal journal, Clock clock) {
        this.licenses = licenses;
        this.findings = findings;
        this.audits = audits;
        this.policies = policies;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        License license = licenses.get((String) execution.getVariable(LicenseMonitoring.LICENSE_ID));
        Policies.Answer interval = policies.ask(
                "audit-interval",
                Map.of("band", license.band(), "history", isTroubled(license) ? "troubled" : "clean"));
        Duration days = Duration.ofDays(((Number) interval.only()).longValue());
        Date before = (Date) execution.getVariable(LicenseMonitoring.AUDIT_DUE_ON);
        Instant dueOn = before == null
                ? license.issuedAt().plus(days).minus(Spread.of(license.id(), SPREAD))
                : before.toInstant().plus(days);
        execution.setVariable(LicenseMonitoring.AUDIT_DUE_ON, Date.from(dueOn));
        journal.record(
                "system",
                "audit-scheduled",
                execution.getProcessBusinessKey(),
                Map.of("licenseId", license.id(), "dueOn", dueOn.toString(), "policy", interval.by()));
    }

    private boolean isTroubled(License license) {
        List<String> results = audits.of(license.id()).stream()
                .map(Audits.Audit::result)
                .filter(Objects::nonNull)
                .toList();
        boolean failed = !results.isEmpty() && results.get(results.size() - 1).equals(Audits.Audit.FAILED);
        return failed || findings.of(license.id()).stream().anyMatch(finding -> finding.isOverdueAt(clock.instant()));
    }
}
