package org.countersign.license;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.journal.Journal;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.LicenseMonitoring;

/** Puts a license into force that was issued before its parties could be screened; any other is left as it is. */
@ForProcesses
class LiftHold implements JavaDelegate {

    private static final String SYSTEM = "system";

    private final Suspensions suspensions;
    private final Journal journal;

    LiftHold(Suspensions suspensions, Journal journal) {
        this.suspensions = suspensions;
        this.journal = journal;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String licenseId = (String) execution.getVariable(LicenseMonitoring.LICENSE_ID);
        if (suspensions.liftHold(licenseId, SYSTEM)) {
            journal.record(
                    SYSTEM, "license-hold-lifted", execution.getProcessBusinessKey(), Map.of("licenseId", licenseId));
        }
    }
}
