package org.countersign.signoff;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Application;
import org.countersign.application.ApplicationStatus;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.ForProcesses;

/** The decision of the highest level reached stands. Read from the rows, not from what the process remembers. */
@ForProcesses
class ConcludeEscalation implements JavaDelegate {

    private final Applications applications;
    private final Escalations escalations;
    private final Journal journal;

    ConcludeEscalation(Applications applications, Escalations escalations, Journal journal) {
        this.applications = applications;
        this.escalations = escalations;
        this.journal = journal;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Application application = applications.get((String) execution.getVariable(AccessReview.APPLICATION_ID));
        EscalationDecision lastWord = escalations.lastWordOn(application.id()).orElseThrow();
        if (lastWord.isNone()) {
            throw new IllegalStateException("The %s has decided nothing that could stand".formatted(lastWord.level()));
        }
        applications.move(application.id(), ApplicationStatus.IN_REVIEW);
        journal.record(
                "system",
                "escalation-decided",
                application.reference(),
                Map.of("level", lastWord.level(), "outcome", lastWord.outcome(), "round", lastWord.round()));
        execution.setVariable(AccessReview.ESCALATION_OUTCOME, lastWord.outcome());
    }
}
