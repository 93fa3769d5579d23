package org.countersign.appeal;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.license.Suspensions;
import org.countersign.workflow.Appeal;
import org.countersign.workflow.ForProcesses;

/** An appeal against a suspension has succeeded: the license is in force again. */
@ForProcesses
class ReinstateLicense implements JavaDelegate {

    private final Appeals appeals;
    private final Suspensions suspensions;

    ReinstateLicense(Appeals appeals, Suspensions suspensions) {
        this.appeals = appeals;
        this.suspensions = suspensions;
    }

    @Override
    public void execute(DelegateExecution execution) {
        FiledAppeal appeal = appeals.get((String) execution.getVariable(Appeal.APPEAL_ID));
        suspensions.lift(appeal.subject(), appeal.ruling().decidedBy());
    }
}
