package org.countersign.clock;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.TaskProperties;

/** Notes that a deadline has passed. Which: the properties {@code clock} and {@code holder} of the task. */
@ForProcesses
class RecordMissedDeadline implements JavaDelegate {

    private final MissedDeadlines missed;

    RecordMissedDeadline(MissedDeadlines missed) {
        this.missed = missed;
    }

    @Override
    public void execute(DelegateExecution execution) {
        var task = TaskProperties.of(execution);
        missed.record(
                (String) execution.getVariable(AccessReview.APPLICATION_ID), task.get("clock"), task.get("holder"));
    }
}
