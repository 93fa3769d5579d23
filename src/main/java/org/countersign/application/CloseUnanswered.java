package org.countersign.application;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.Reasons;

/** Closes a case whose applicant has let the time for an answer pass. */
@ForProcesses
class CloseUnanswered implements JavaDelegate {

    private final CloseCase closeCase;

    CloseUnanswered(CloseCase closeCase) {
        this.closeCase = closeCase;
    }

    @Override
    public void execute(DelegateExecution execution) {
        closeCase.close(
                (String) execution.getVariable(AccessReview.APPLICATION_ID),
                ApplicationStatus.CLOSED_UNANSWERED,
                Reasons.forApplicant("A question was not answered in time. The application can be submitted again."),
                "system");
    }
}
