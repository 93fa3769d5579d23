package org.countersign.appeal;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.MissedDeadlines;
import org.countersign.workflow.Appeal;
import org.countersign.workflow.ForProcesses;

/** The days of an order are over: what is still undone is on record as late a second time. */
@ForProcesses
class ReviewOrder implements JavaDelegate {

    static final String CLOCK = "delay-order";

    private final Appeals appeals;
    private final MissedDeadlines missed;
    private final ClockLedger ledger;

    ReviewOrder(Appeals appeals, MissedDeadlines missed, ClockLedger ledger) {
        this.appeals = appeals;
        this.missed = missed;
        this.ledger = ledger;
    }

    @Override
    public void execute(DelegateExecution execution) {
        FiledAppeal appeal = appeals.get((String) execution.getVariable(Appeal.APPEAL_ID));
        MissedDeadlines.MissedDeadline late = OrderAction.lateOffice(appeal, missed);
        boolean undone =
                ledger.open(appeal.applicationId(), late.clock(), late.holder()).isPresent();
        if (undone) {
            missed.record(appeal.applicationId(), CLOCK, late.holder());
        }
        ledger.stop(
                appeal.applicationId(),
                CLOCK,
                late.holder(),
                "system",
                undone ? "The days of the order are over" : "The office has acted");
    }
}
