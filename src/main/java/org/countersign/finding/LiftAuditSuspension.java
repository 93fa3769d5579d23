package org.countersign.finding;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.journal.Journal;
import org.countersign.license.Suspensions;
import org.countersign.workflow.Cases;
import org.countersign.workflow.FindingProcess;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.LicenseMonitoring;

/** With the last finding of a license closed, what the findings alone had put upon it comes off. */
@ForProcesses
class LiftAuditSuspension implements JavaDelegate {

    private final Findings findings;
    private final Suspensions suspensions;
    private final Cases cases;
    private final Journal journal;

    LiftAuditSuspension(Findings findings, Suspensions suspensions, Cases cases, Journal journal) {
        this.findings = findings;
        this.suspensions = suspensions;
        this.cases = cases;
        this.journal = journal;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String licenseId = (String) execution.getVariable(LicenseMonitoring.LICENSE_ID);
        if (findings.of(licenseId).stream().anyMatch(Finding::open)) {
            return;
        }
        String by = findings.closedBy((String) execution.getVariable(FindingProcess.FINDING_ID));
        cases.endSanctionProposals(execution.getProcessBusinessKey(), Findings.OVERDUE);
        if (suspensions.liftOn(licenseId, Findings.SUSPENDED_FOR, by)) {
            journal.record(
                    by,
                    "license-reinstated",
                    execution.getProcessBusinessKey(),
                    Map.of("licenseId", licenseId, "ground", Findings.SUSPENDED_FOR));
        }
    }
}
