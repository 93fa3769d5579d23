package org.countersign.screening;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.ForProcesses;

@ForProcesses
class ScreenParties implements JavaDelegate {

    @Override
    public void execute(DelegateExecution execution) {
        execution.setVariable(AccessReview.SCREENING_RESULT, "clear");
    }
}
