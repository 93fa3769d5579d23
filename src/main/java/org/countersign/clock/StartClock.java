package org.countersign.clock;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.TaskProperties;

/** Starts a clock before the step it limits. Properties of the task: {@code clock}, {@code holder}, {@code ground}. */
@ForProcesses
class StartClock implements JavaDelegate {

    private final ClockLedger ledger;

    StartClock(ClockLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var task = TaskProperties.of(execution);
        ledger.start(
                (String) execution.getVariable(AccessReview.APPLICATION_ID),
                task.get("clock"),
                task.get("holder"),
                "system",
                task.get("ground"));
    }
}
