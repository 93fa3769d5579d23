package org.countersign.clock;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.TaskProperties;

/** Stops a clock when its time is over. Properties of the task: {@code clock}, {@code holder}, {@code ground}. */
@ForProcesses
class StopClock implements JavaDelegate {

    private final ClockLedger ledger;

    StopClock(ClockLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var task = TaskProperties.of(execution);
        ledger.stop(
                (String) execution.getVariable(AccessReview.APPLICATION_ID),
                task.get("clock"),
                task.get("holder"),
                "system",
                task.get("ground"));
    }
}
