package org.countersign.signoff;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.Escalation;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.TaskProperties;

/** Puts an escalated case before the level that the property {@code level} of the task names. */
@ForProcesses
class ConveneLevel implements JavaDelegate {

    private final Ladder ladder;

    ConveneLevel(Ladder ladder) {
        this.ladder = ladder;
    }

    @Override
    public void execute(DelegateExecution execution) {
        ladder.convene(
                (String) execution.getVariable(AccessReview.APPLICATION_ID),
                EscalationLevel.of(TaskProperties.of(execution).get(Escalation.LEVEL)));
    }
}
