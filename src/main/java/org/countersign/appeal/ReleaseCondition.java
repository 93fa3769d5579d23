package org.countersign.appeal;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.license.ChangeCondition;
import org.countersign.workflow.Appeal;
import org.countersign.workflow.ForProcesses;

/** An appeal against a condition has succeeded: the condition binds no longer. */
@ForProcesses
class ReleaseCondition implements JavaDelegate {

    private final Appeals appeals;
    private final ChangeCondition changeCondition;

    ReleaseCondition(Appeals appeals, ChangeCondition changeCondition) {
        this.appeals = appeals;
        this.changeCondition = changeCondition;
    }

    @Override
    public void execute(DelegateExecution execution) {
        FiledAppeal appeal = appeals.get((String) execution.getVariable(Appeal.APPEAL_ID));
        changeCondition.releaseOnAppeal(
                appeal.subject(),
                appeal.ruling().decidedBy(),
                appeal.ruling().reasons().applicant());
    }
}
