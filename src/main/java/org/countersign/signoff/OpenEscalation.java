package org.countersign.signoff;

import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.ApplicationStatus;
import org.countersign.application.Applications;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.ForProcesses;

/** Agencies disagree: the case goes before the chair of the Operating Committee. */
@ForProcesses
class OpenEscalation implements JavaDelegate {

    private final Applications applications;
    private final Escalations escalations;
    private final Ladder ladder;
    private final Clock clock;

    OpenEscalation(Applications applications, Escalations escalations, Ladder ladder, Clock clock) {
        this.applications = applications;
        this.escalations = escalations;
        this.ladder = ladder;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String applicationId = (String) execution.getVariable(AccessReview.APPLICATION_ID);
        applications.move(applicationId, ApplicationStatus.ESCALATED);
        escalations.open(applicationId, clock.instant());
        ladder.convene(applicationId, EscalationLevel.CHAIR);
    }
}
