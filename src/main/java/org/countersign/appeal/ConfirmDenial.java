package org.countersign.appeal;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.ApplicationStatus;
import org.countersign.application.CloseCase;
import org.countersign.signoff.Grounds;
import org.countersign.signoff.Positions;
import org.countersign.workflow.Appeal;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.Reasons;

/** The agencies or Commerce do not consent after an appeal either: denied again, with the reasons of now. */
@ForProcesses
class ConfirmDenial implements JavaDelegate {

    private final Appeals appeals;
    private final Positions positions;
    private final Grounds grounds;
    private final CloseCase closeCase;

    ConfirmDenial(Appeals appeals, Positions positions, Grounds grounds, CloseCase closeCase) {
        this.appeals = appeals;
        this.positions = positions;
        this.grounds = grounds;
        this.closeCase = closeCase;
    }

    @Override
    public void execute(DelegateExecution execution) {
        FiledAppeal appeal = appeals.get((String) execution.getVariable(Appeal.APPEAL_ID));
        boolean unanswered = positions.of(appeal.applicationId()).stream().anyMatch(Positions.Position::isOpen);
        Reasons reasons = unanswered
                ? Reasons.forApplicant("An agency asked a question, and it was not answered in time.")
                : grounds.of(appeal.applicationId()).reasons();
        closeCase.closeAgain(appeal.applicationId(), ApplicationStatus.DENIED, reasons, "system");
    }
}
