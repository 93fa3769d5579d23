package org.countersign.application;

import org.countersign.problem.WrongState;
import org.countersign.workflow.Cases;
import org.countersign.workflow.Reasons;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The applicant takes an application back, at any moment until it is decided. */
@Component
public class Withdraw {

    private final Applications applications;
    private final CloseCase closeCase;
    private final Cases cases;

    Withdraw(Applications applications, CloseCase closeCase, Cases cases) {
        this.applications = applications;
        this.closeCase = closeCase;
        this.cases = cases;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void withdraw(Application application, String reasons, String withdrawnBy) {
        ApplicationStatus now = applications.locked(application.id()).status();
        if (!now.isOpen()) {
            throw new WrongState("This application is %s and can no longer be withdrawn.".formatted(now.key()));
        }
        String words = reasons == null || reasons.isBlank() ? "Withdrawn by the applicant." : reasons.strip();
        closeCase.close(application.id(), ApplicationStatus.WITHDRAWN, Reasons.forApplicant(words), withdrawnBy);
        cases.withdrawn(application.reference());
    }
}
