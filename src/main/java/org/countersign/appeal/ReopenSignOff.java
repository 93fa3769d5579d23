package org.countersign.appeal;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.signoff.Positions;
import org.countersign.workflow.Appeal;
import org.countersign.workflow.ForProcesses;

/** A denial is remanded: one agency is asked for its position again, and who had not stated any before. */
@ForProcesses
class ReopenSignOff implements JavaDelegate {

    private final Appeals appeals;
    private final Positions positions;
    private final AskAgain askAgain;

    ReopenSignOff(Appeals appeals, Positions positions, AskAgain askAgain) {
        this.appeals = appeals;
        this.positions = positions;
        this.askAgain = askAgain;
    }

    @Override
    public void execute(DelegateExecution execution) {
        FiledAppeal appeal = appeals.get((String) execution.getVariable(Appeal.APPEAL_ID));
        askAgain.agencies(
                appeal,
                "Remanded on appeal",
                positions.of(appeal.applicationId()).stream()
                        .filter(position -> position.isOpen()
                                || position.agency().equals(appeal.ruling().agency()))
                        .map(Positions.Position::agency)
                        .toList());
    }
}
