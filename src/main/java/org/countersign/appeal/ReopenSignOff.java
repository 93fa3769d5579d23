package org.countersign.appeal;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.signoff.SignOffs;
import org.countersign.workflow.Appeal;
import org.countersign.workflow.ForProcesses;

/** A denial is remanded: one agency is asked for its position again. */
@ForProcesses
class ReopenSignOff implements JavaDelegate {

    private final Appeals appeals;
    private final SignOffs signOffs;

    ReopenSignOff(Appeals appeals, SignOffs signOffs) {
        this.appeals = appeals;
        this.signOffs = signOffs;
    }

    @Override
    public void execute(DelegateExecution execution) {
        FiledAppeal appeal = appeals.get((String) execution.getVariable(Appeal.APPEAL_ID));
        signOffs.reopen(
                appeal.applicationId(),
                appeal.ruling().agency(),
                "Remanded on appeal",
                appeal.ruling().decidedBy());
    }
}
