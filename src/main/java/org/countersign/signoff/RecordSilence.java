package org.countersign.signoff;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Applications;
import org.countersign.application.CaseStatus;
import org.countersign.clock.ClockLedger;
import org.countersign.journal.Journal;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.AgencySignOff;
import org.countersign.workflow.ForProcesses;

/** Records that an agency let its days pass (15 CFR 750.4(d)(2)): as silence, never as a signature. */
@ForProcesses
class RecordSilence implements JavaDelegate {

    private final Applications applications;
    private final SignOffs signOffs;
    private final ClockLedger ledger;
    private final CaseStatus status;
    private final Journal journal;
    private final Clock clock;

    RecordSilence(
            Applications applications,
            SignOffs signOffs,
            ClockLedger ledger,
            CaseStatus status,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.signOffs = signOffs;
        this.ledger = ledger;
        this.status = status;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String applicationId = (String) execution.getVariable(AccessReview.APPLICATION_ID);
        String agency = (String) execution.getVariable(AgencySignOff.AGENCY);
        applications.locked(applicationId); // first, as everybody does: two who wait for each other wait for ever
        Instant dueOn = ledger.due(applicationId, ClockLedger.SIGN_OFF, agency).toInstant();
        signOffs.add(new Silence(signOffs.current(applicationId, agency).id(), agency, dueOn, clock.instant()));
        journal.record(
                "system",
                "silence-recorded",
                execution.getProcessBusinessKey(),
                Map.of("agency", agency, "dueOn", dueOn.toString()));
        ledger.stop(applicationId, ClockLedger.SIGN_OFF, agency, "system", "Silent until the end of its days");
        status.follow(applicationId);
    }
}
