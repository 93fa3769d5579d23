package org.countersign.signoff;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Application;
import org.countersign.application.ApplicationStatus;
import org.countersign.application.Applications;
import org.countersign.clock.ClockLedger;
import org.countersign.journal.Journal;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.Cases;
import org.countersign.workflow.ForProcesses;

/**
 * The applicant's answer has changed something: the agencies that objected are asked again. The days of the
 * case are counted anew, for a new decision.
 */
@ForProcesses
class ReopenCase implements JavaDelegate {

    private static final String SYSTEM = "system";

    private final Applications applications;
    private final Positions positions;
    private final SignOffs signOffs;
    private final ClockLedger ledger;
    private final Cases cases;
    private final Journal journal;

    ReopenCase(
            Applications applications,
            Positions positions,
            SignOffs signOffs,
            ClockLedger ledger,
            Cases cases,
            Journal journal) {
        this.applications = applications;
        this.positions = positions;
        this.signOffs = signOffs;
        this.ledger = ledger;
        this.cases = cases;
        this.journal = journal;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Application application = applications.get((String) execution.getVariable(AccessReview.APPLICATION_ID));
        var objecting = positions.objectionsTo(application.id()).stream()
                .map(Positions.Position::agency)
                .toList();
        applications.move(application.id(), ApplicationStatus.IN_REVIEW);
        ledger.stopAll(application.id(), SYSTEM, "The case is reopened");
        journal.record(SYSTEM, "case-reopened", application.reference(), Map.of("agencies", objecting));
        ledger.start(application.id(), ClockLedger.CASE, ClockLedger.CASE, SYSTEM, "The case is reopened");
        cases.setDeadline(
                application.reference(),
                AccessReview.DECISION_OVERDUE,
                ledger.due(application.id(), ClockLedger.CASE, ClockLedger.CASE).toInstant());
        objecting.forEach(agency ->
                signOffs.reopen(application.id(), agency, "The applicant's answer to the notice of denial", SYSTEM));
    }
}
