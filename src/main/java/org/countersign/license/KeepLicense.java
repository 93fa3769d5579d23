package org.countersign.license;

import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.journal.Journal;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.LicenseRevocation;

/** A license is not revoked: what the revocation alone had put upon it is taken off. */
@ForProcesses
class KeepLicense implements JavaDelegate {

    private final Revocations revocations;
    private final Suspensions suspensions;
    private final CloseRevocation closeRevocation;
    private final Journal journal;
    private final Clock clock;

    KeepLicense(
            Revocations revocations,
            Suspensions suspensions,
            CloseRevocation closeRevocation,
            Journal journal,
            Clock clock) {
        this.revocations = revocations;
        this.suspensions = suspensions;
        this.closeRevocation = closeRevocation;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Revocation revocation = revocations.get((String) execution.getVariable(LicenseRevocation.REVOCATION_ID));
        String by = revocation.decision().decidedBy();
        revocations.close(revocation.id(), Revocation.KEPT, clock.instant());
        closeRevocation.stopClocks(revocation, by, "The license is kept");
        if (suspensions.liftOn(revocation.licenseId(), SuspendAtOnce.GROUND, by)) {
            journal.record(
                    by,
                    "license-reinstated",
                    execution.getProcessBusinessKey(),
                    Map.of("licenseId", revocation.licenseId(), "ground", SuspendAtOnce.GROUND));
        }
    }
}
