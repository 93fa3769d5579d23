package org.countersign.signoff;

import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.AgencySignOff;
import org.countersign.workflow.Completion;
import org.countersign.workflow.ForProcesses;

/** A director of Commerce countersigns the case. Never somebody who drafted a vote in it. */
@ForProcesses
class RecordDecision implements TaskListener {

    private final Applications applications;
    private final Votes votes;
    private final CommerceDecisions decisions;
    private final Journal journal;
    private final Clock clock;

    RecordDecision(Applications applications, Votes votes, CommerceDecisions decisions, Journal journal, Clock clock) {
        this.applications = applications;
        this.votes = votes;
        this.decisions = decisions;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void notify(DelegateTask task) {
        Completion completion = Completion.of(task);
        completion.requireMember(AgencySignOff.directorsOf("commerce"));
        boolean draftedHere = votes.ofApplication(completion.applicationId()).stream()
                .anyMatch(vote -> vote.draftedBy().equals(completion.actor()));
        if (draftedHere) {
            throw completion.refused("task", "You drafted a vote in this case; another director must countersign it.");
        }
        String outcome = completion.choice(AccessReview.OUTCOME, CommerceDecisions.APPROVE, CommerceDecisions.REFUSE);
        String reasons = outcome.equals(CommerceDecisions.REFUSE)
                ? completion.requiredText("reasons", "A refusal needs reasons; the applicant will read them.")
                : completion.text("reasons");
        decisions.add(new CommerceDecisions.CommerceDecision(
                completion.applicationId(), outcome, reasons, completion.actor(), clock.instant()));
        journal.record(
                completion.actor(),
                "case-countersigned",
                applications.get(completion.applicationId()).reference(),
                Map.of("outcome", outcome, "reasons", reasons));
        completion.route(AccessReview.OUTCOME, outcome);
    }
}
