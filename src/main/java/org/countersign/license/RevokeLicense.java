package org.countersign.license;

import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.journal.Journal;
import org.countersign.workflow.Cases;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.LicenseRevocation;

/** Ends a license for cause, and with it the watch over it. The green light is red from the commit on. */
@ForProcesses
class RevokeLicense implements JavaDelegate {

    private final Revocations revocations;
    private final Licenses licenses;
    private final Cases cases;
    private final Journal journal;
    private final Clock clock;

    RevokeLicense(Revocations revocations, Licenses licenses, Cases cases, Journal journal, Clock clock) {
        this.revocations = revocations;
        this.licenses = licenses;
        this.cases = cases;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Revocation revocation = revocations.get((String) execution.getVariable(LicenseRevocation.REVOCATION_ID));
        if (licenses.revoke(revocation.licenseId())) {
            revocations.close(revocation.id(), Revocation.REVOKED, clock.instant());
            journal.record(
                    revocation.decision().decidedBy(),
                    "license-revoked",
                    execution.getProcessBusinessKey(),
                    Map.of("licenseId", revocation.licenseId(), "revocationId", revocation.id()));
            cases.endMonitoring(execution.getProcessBusinessKey());
        }
    }
}
