package org.countersign.signoff;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.ApplicationStatus;
import org.countersign.application.CloseCase;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.ForProcesses;

/** Makes an announced denial final: its time has come and no answer has changed it. */
@ForProcesses
class DenyAccess implements JavaDelegate {

    private final DenialNotices notices;
    private final CommerceDecisions commerce;
    private final CloseCase closeCase;

    DenyAccess(DenialNotices notices, CommerceDecisions commerce, CloseCase closeCase) {
        this.notices = notices;
        this.commerce = commerce;
        this.closeCase = closeCase;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String applicationId = (String) execution.getVariable(AccessReview.APPLICATION_ID);
        DenialNotice notice = notices.latestOf(applicationId).orElseThrow();
        String decidedBy = notice.ground().equals(DenialNotice.COMMERCE)
                ? commerce.on(applicationId).orElseThrow().signedBy()
                : "system";
        closeCase.close(applicationId, ApplicationStatus.DENIED, notice.reasons(), decidedBy);
    }
}
