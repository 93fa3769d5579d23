package org.countersign.signoff;

import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.application.Applications;
import org.countersign.clock.ClockLedger;
import org.countersign.journal.Journal;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.AgencySignOff;
import org.countersign.workflow.Completion;
import org.countersign.workflow.Escalation;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.Reasons;
import org.countersign.workflow.TaskProperties;

/** Somebody votes at a level of the ladder. Where a level has one seat, this vote is its decision. */
@ForProcesses
class RecordEscalationVote implements TaskListener {

    private static final String OPERATING_COMMITTEE = "operating-committee";

    private final Applications applications;
    private final Escalations escalations;
    private final Ladder ladder;
    private final ClockLedger ledger;
    private final Journal journal;
    private final Clock clock;

    RecordEscalationVote(
            Applications applications,
            Escalations escalations,
            Ladder ladder,
            ClockLedger ledger,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.escalations = escalations;
        this.ladder = ladder;
        this.ledger = ledger;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void notify(DelegateTask task) {
        Completion completion = Completion.of(task);
        EscalationLevel level = EscalationLevel.of(TaskProperties.of(task).get(Escalation.LEVEL));
        String seat = level.hasOneSeat() ? level.key() : (String) completion.variable(AgencySignOff.AGENCY);
        completion.requireMember(level.hasOneSeat() ? OPERATING_COMMITTEE : AgencySignOff.directorsOf(seat));
        requireTimeLeft(completion, level);
        var vote = new EscalationVote(
                escalations.latestRound(completion.applicationId()),
                level.key(),
                seat,
                completion.choice(AccessReview.OUTCOME, EscalationVote.APPROVE, EscalationVote.DENY),
                Reasons.of(completion, "Give your reasons: the applicant and the agencies rely on them."),
                completion.actor(),
                clock.instant());
        escalations.add(completion.applicationId(), vote);
        journal.record(
                completion.actor(),
                level.key() + "-voted",
                applications.get(completion.applicationId()).reference(),
                Map.of("level", level.key(), "voter", seat, "outcome", vote.outcome(), "reasons", vote.reasons()));
        if (level.hasOneSeat()) {
            completion.route(
                    AccessReview.ESCALATION_OUTCOME,
                    ladder.decide(completion.applicationId(), level, completion.actor()));
        }
    }

    /** From the moment a level's time is over nobody decides there any more, whether or not the timer has fired. */
    private void requireTimeLeft(Completion completion, EscalationLevel level) {
        if (level == EscalationLevel.PRINCIPALS) {
            return; // nobody is above them: their decision is late, not void
        }
        ledger.open(completion.applicationId(), level.key(), level.holder())
                .filter(run -> clock.instant().isBefore(run.dueOn()))
                .orElseThrow(() ->
                        completion.refused("task", "The time of the %s for this case is over.".formatted(level.key())));
    }
}
