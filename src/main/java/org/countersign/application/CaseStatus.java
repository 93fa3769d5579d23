package org.countersign.application;

import org.countersign.clock.ClockLedger;
import org.countersign.clock.ClockRun;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Whether a case under review waits for the applicant or an office is at work: read from its clocks. */
@Component
public class CaseStatus {

    private final Applications applications;
    private final ClockLedger ledger;

    CaseStatus(Applications applications, ClockLedger ledger) {
        this.applications = applications;
        this.ledger = ledger;
    }

    /** Brings the status in line with the clocks after a step that may have moved them. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void follow(String applicationId) {
        ApplicationStatus now = applications.locked(applicationId).status();
        boolean underReview = now == ApplicationStatus.RECEIVED
                || now == ApplicationStatus.IN_REVIEW
                || now == ApplicationStatus.WAITING_FOR_APPLICANT;
        ApplicationStatus next = statusByClocks(applicationId);
        if (underReview && next != now) {
            applications.move(applicationId, next);
        }
    }

    private ApplicationStatus statusByClocks(String applicationId) {
        if (ledger.open(applicationId, ClockLedger.CASE, ClockLedger.CASE)
                .filter(ClockRun::isPaused)
                .isPresent()) {
            return ApplicationStatus.WAITING_FOR_APPLICANT;
        }
        return ledger.open(applicationId, ClockLedger.COMPLETENESS, ClockLedger.INTAKE)
                        .isPresent()
                ? ApplicationStatus.RECEIVED
                : ApplicationStatus.IN_REVIEW;
    }
}
