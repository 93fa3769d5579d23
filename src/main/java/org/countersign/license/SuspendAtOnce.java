package org.countersign.license;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.journal.Journal;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.LicenseRevocation;

/** Takes a license out of force because an exception lets nobody wait (5 USC 558(c)). It can be appealed. */
@ForProcesses
class SuspendAtOnce implements JavaDelegate {

    static final String GROUND = "revocation";

    private final Revocations revocations;
    private final Suspensions suspensions;
    private final Journal journal;

    SuspendAtOnce(Revocations revocations, Suspensions suspensions, Journal journal) {
        this.revocations = revocations;
        this.suspensions = suspensions;
        this.journal = journal;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Revocation revocation = revocations.get((String) execution.getVariable(LicenseRevocation.REVOCATION_ID));
        if (suspensions.suspend(revocation.licenseId(), GROUND, revocation.ground(), revocation.openedBy())) {
            journal.record(
                    revocation.openedBy(),
                    "license-suspended",
                    execution.getProcessBusinessKey(),
                    Map.of(
                            "licenseId", revocation.licenseId(),
                            "ground", GROUND,
                            "exception", revocation.exception(),
                            "reasons", revocation.ground()));
        }
    }
}
