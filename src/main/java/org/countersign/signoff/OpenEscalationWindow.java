package org.countersign.signoff;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.clock.ClockLedger;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.Escalation;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.TaskProperties;

/** From now on the agencies can carry a level's decision up. */
@ForProcesses
class OpenEscalationWindow implements JavaDelegate {

    private final ClockLedger ledger;

    OpenEscalationWindow(ClockLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void execute(DelegateExecution execution) {
        ledger.start(
                (String) execution.getVariable(AccessReview.APPLICATION_ID),
                Ladder.WINDOW,
                Ladder.AGENCIES,
                "system",
                "An agency can carry the decision of the %s up"
                        .formatted(TaskProperties.of(execution).get(Escalation.LEVEL)));
    }
}
