package org.countersign.application;

import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.journal.Journal;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.Completion;
import org.countersign.workflow.ForProcesses;

/** An intake officer refers an application to the agencies or returns it, saying what is missing. */
@ForProcesses
class RecordCompleteness implements TaskListener {

    private final Applications applications;
    private final Journal journal;
    private final Clock clock;

    RecordCompleteness(Applications applications, Journal journal, Clock clock) {
        this.applications = applications;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void notify(DelegateTask task) {
        Completion completion = Completion.of(task);
        completion.requireMember("intake");
        String outcome = completion.choice(AccessReview.OUTCOME, "refer", "return");
        Application application = applications.get(completion.applicationId());
        String note = completion.text("note");
        if (outcome.equals("refer")) {
            applications.move(application.id(), ApplicationStatus.IN_REVIEW);
        } else {
            note = completion.requiredText("note", "Say what is missing, so that the applicant can mend it.");
            applications.decide(
                    new Decision(application.id(), "returned", note, completion.actor(), clock.instant()),
                    ApplicationStatus.RETURNED);
        }
        journal.record(
                completion.actor(),
                outcome.equals("refer") ? "application-referred" : "application-returned",
                application.reference(),
                Map.of("outcome", outcome, "note", note));
        completion.route(AccessReview.OUTCOME, outcome);
    }
}
