package org.countersign.signoff;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.clock.ClockLedger;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.Escalation;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.TaskProperties;

/** An agency has carried a decision up, all have let it stand, or the days for it are over. */
@ForProcesses
class CloseEscalationWindow implements JavaDelegate {

    private final Ladder ladder;
    private final ClockLedger ledger;

    CloseEscalationWindow(Ladder ladder, ClockLedger ledger) {
        this.ladder = ladder;
        this.ledger = ledger;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String applicationId = (String) execution.getVariable(AccessReview.APPLICATION_ID);
        boolean carriedUp =
                ladder.isCarriedUp(applicationId, TaskProperties.of(execution).get(Escalation.LEVEL));
        ledger.stop(
                applicationId,
                Ladder.WINDOW,
                Ladder.AGENCIES,
                "system",
                carriedUp ? "The decision is carried up" : "The decision stands");
        execution.setVariable(Escalation.CARRIED_UP, carriedUp);
    }
}
