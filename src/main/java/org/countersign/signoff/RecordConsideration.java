package org.countersign.signoff;

import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.application.Applications;
import org.countersign.clock.ClockLedger;
import org.countersign.journal.Journal;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.AgencySignOff;
import org.countersign.workflow.Completion;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.Reasons;

/** A director of Commerce considers what the applicant answered: the denial stands, or the case is reopened. */
@ForProcesses
class RecordConsideration implements TaskListener {

    static final String REOPEN = "reopen";

    private final Applications applications;
    private final DenialNotices notices;
    private final ClockLedger ledger;
    private final Journal journal;
    private final Clock clock;

    RecordConsideration(
            Applications applications, DenialNotices notices, ClockLedger ledger, Journal journal, Clock clock) {
        this.applications = applications;
        this.notices = notices;
        this.ledger = ledger;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void notify(DelegateTask task) {
        Completion completion = Completion.of(task);
        completion.requireMember(AgencySignOff.directorsOf(CommerceDecisions.COMMERCE));
        DenialNotice notice = notices.latestOf(completion.applicationId()).orElseThrow();
        requireTimeLeft(completion);
        var consideration = new DenialNotice.Consideration(
                completion.choice(AccessReview.OUTCOME, CommerceDecisions.REFUSE, REOPEN),
                Reasons.of(completion, "Say what you make of the applicant's answer; the applicant will read it."),
                completion.actor(),
                clock.instant());
        notices.add(notice, consideration);
        journal.record(
                completion.actor(),
                "rebuttal-considered",
                applications.get(completion.applicationId()).reference(),
                consideration);
        completion.route(AccessReview.OUTCOME, consideration.outcome());
    }

    /** On day 45 the denial is final, whether or not the timer has fired. */
    private void requireTimeLeft(Completion completion) {
        ledger.open(completion.applicationId(), GiveNotice.DENIAL, CommerceDecisions.COMMERCE)
                .filter(run -> !run.isOverAt(clock.instant()))
                .orElseThrow(() ->
                        completion.refused("task", "The time to consider this answer is over; the denial is final."));
    }
}
