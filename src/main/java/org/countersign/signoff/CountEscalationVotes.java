package org.countersign.signoff;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.Escalation;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.TaskProperties;

/** Counts the votes cast at a level when all are in, when more is not needed, or when its time is over. */
@ForProcesses
class CountEscalationVotes implements JavaDelegate {

    private final Ladder ladder;

    CountEscalationVotes(Ladder ladder) {
        this.ladder = ladder;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String outcome = ladder.decide(
                (String) execution.getVariable(AccessReview.APPLICATION_ID),
                EscalationLevel.of(TaskProperties.of(execution).get(Escalation.LEVEL)),
                "system");
        execution.setVariable(AccessReview.ESCALATION_OUTCOME, outcome);
    }
}
