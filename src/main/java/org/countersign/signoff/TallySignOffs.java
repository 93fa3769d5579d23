package org.countersign.signoff;

import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.ForProcesses;

/** Do all required agencies concur, or were silent? Answered from the rows, not from what the process remembers. */
@ForProcesses
class TallySignOffs implements JavaDelegate {

    private final Positions positions;

    TallySignOffs(Positions positions) {
        this.positions = positions;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String applicationId = (String) execution.getVariable(AccessReview.APPLICATION_ID);
        List<Positions.Position> all = positions.of(applicationId);
        boolean allConcur = !all.isEmpty() && all.stream().allMatch(Positions.Position::consents);
        execution.setVariable(AccessReview.ALL_CONCUR, allConcur);
    }
}
