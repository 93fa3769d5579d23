package org.countersign.license;

import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.clock.ClockLedger;
import org.countersign.journal.Journal;
import org.countersign.signoff.CommerceDecisions;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.LicenseRevocation;

/** The license has come to its end in another way: there is nothing left to revoke. */
@ForProcesses
class CloseRevocation implements JavaDelegate {

    static final String CLOCK = "revocation";
    private static final String SYSTEM = "system";

    private final Revocations revocations;
    private final ClockLedger ledger;
    private final Journal journal;
    private final Clock clock;

    CloseRevocation(Revocations revocations, ClockLedger ledger, Journal journal, Clock clock) {
        this.revocations = revocations;
        this.ledger = ledger;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Revocation revocation = revocations.get((String) execution.getVariable(LicenseRevocation.REVOCATION_ID));
        if (revocations.close(revocation.id(), Revocation.MOOT, clock.instant())) {
            stopClocks(revocation, SYSTEM, "The license has come to its end");
            journal.record(
                    SYSTEM,
                    "revocation-moot",
                    execution.getProcessBusinessKey(),
                    Map.of("revocationId", revocation.id(), "licenseId", revocation.licenseId()));
        }
    }

    void stopClocks(Revocation revocation, String actor, String ground) {
        ledger.stop(revocation.applicationId(), OpenRevocation.COMPLIANCE, ClockLedger.APPLICANT, actor, ground);
        ledger.stop(revocation.applicationId(), CLOCK, CommerceDecisions.COMMERCE, actor, ground);
    }
}
