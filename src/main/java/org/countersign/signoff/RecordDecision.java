package org.countersign.signoff;

import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.application.Applications;
import org.countersign.clock.ClockLedger;
import org.countersign.journal.Journal;
import org.countersign.risk.Criteria;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.AgencySignOff;
import org.countersign.workflow.Completion;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.Reasons;

/** A director of Commerce countersigns the case. Never somebody who drafted a vote in it. */
@ForProcesses
class RecordDecision implements TaskListener {

    private final Applications applications;
    private final Votes votes;
    private final CommerceDecisions decisions;
    private final Positions positions;
    private final NamedCriteria namedCriteria;
    private final ClockLedger ledger;
    private final Journal journal;
    private final Clock clock;

    RecordDecision(
            Applications applications,
            Votes votes,
            CommerceDecisions decisions,
            Positions positions,
            NamedCriteria namedCriteria,
            ClockLedger ledger,
            Journal journal,
            Clock clock) {
        this.positions = positions;
        this.namedCriteria = namedCriteria;
        this.ledger = ledger;
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
        boolean refused = outcome.equals(CommerceDecisions.REFUSE);
        if (refused && !positions.objectionsTo(completion.applicationId()).isEmpty()) {
            // The ladder has approved over these objections; Commerce cannot overrule it alone.
            throw completion.refused(
                    AccessReview.OUTCOME,
                    "The escalation has approved this case. Commerce countersigns it; it cannot refuse it.");
        }
        Reasons reasons = refused
                ? Reasons.of(completion, "A refusal needs reasons; the applicant will read them.")
                : Reasons.of(completion);
        decisions.add(new CommerceDecisions.CommerceDecision(
                completion.applicationId(),
                outcome,
                reasons,
                namedCriteria.in(completion).stream()
                        .map(Criteria.Criterion::id)
                        .toList(),
                completion.text("evidence"),
                completion.text("cure"),
                completion.actor(),
                clock.instant()));
        journal.record(
                completion.actor(),
                "case-countersigned",
                applications.get(completion.applicationId()).reference(),
                Map.of("outcome", outcome, "reasons", reasons));
        ledger.stop(
                completion.applicationId(),
                CommerceDecisions.CLOCK,
                CommerceDecisions.COMMERCE,
                completion.actor(),
                "Decided: " + outcome);
        completion.route(AccessReview.OUTCOME, outcome);
    }
}
