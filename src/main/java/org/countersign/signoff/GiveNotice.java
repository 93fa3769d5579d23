package org.countersign.signoff;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Application;
import org.countersign.application.ApplicationStatus;
import org.countersign.application.Applications;
import org.countersign.application.Questions;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.ReviewClock;
import org.countersign.journal.Journal;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.Cases;
import org.countersign.workflow.ForProcesses;

/**
 * Tells the applicant that denial is intended, at once and not only within five days. The case is decided
 * as far as its own clock goes; now the applicant has time to answer.
 */
@ForProcesses
class GiveNotice implements JavaDelegate {

    static final String REBUTTAL = "rebuttal";
    static final String DENIAL = "denial";
    private static final String SYSTEM = "system";
    private static final Duration NEVER_REACHED = Duration.ofDays(1);

    private final Applications applications;
    private final DenialNotices notices;
    private final Grounds grounds;
    private final Questions questions;
    private final ClockLedger ledger;
    private final ReviewClock reviewClock;
    private final Cases cases;
    private final Journal journal;
    private final Clock clock;

    GiveNotice(
            Applications applications,
            DenialNotices notices,
            Grounds grounds,
            Questions questions,
            ClockLedger ledger,
            ReviewClock reviewClock,
            Cases cases,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.notices = notices;
        this.grounds = grounds;
        this.questions = questions;
        this.ledger = ledger;
        this.reviewClock = reviewClock;
        this.cases = cases;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Application application = applications.get((String) execution.getVariable(AccessReview.APPLICATION_ID));
        DenialNotice notice = noticeFor(application);
        notices.add(notice);
        applications.move(application.id(), ApplicationStatus.INTENT_TO_DENY);
        journal.record(SYSTEM, "denial-intended", application.reference(), notice);
        questions.drop(application.id(), clock.instant());
        ledger.stopAll(application.id(), SYSTEM, "Denial is intended");
        // Should the case be reopened, its own clock starts again and needs its timer.
        cases.moveDeadline(
                application.reference(),
                AccessReview.DECISION_OVERDUE,
                notice.finalOn().plus(NEVER_REACHED));
        ledger.start(application.id(), REBUTTAL, ClockLedger.APPLICANT, SYSTEM, "Notice of denial");
        ledger.start(application.id(), DENIAL, CommerceDecisions.COMMERCE, SYSTEM, "Notice of denial");
    }

    private DenialNotice noticeFor(Application application) {
        Grounds.Ground ground = grounds.of(application.id());
        Instant now = clock.instant();
        int round = notices.of(application.id()).size() + 1;
        return new DenialNotice(
                application.id(),
                round,
                ground.kind(),
                ground.reasons(),
                ground.criteria(),
                ground.evidence(),
                ground.curable(),
                contactFor(application),
                now,
                reviewClock.dueAfter(now, REBUTTAL),
                reviewClock.dueAfter(now, DENIAL),
                null,
                null);
    }

    /** The intake officer who knows the case. */
    private String contactFor(Application application) {
        return journal.about(application.reference()).stream()
                .filter(entry -> entry.action().equals("application-referred")
                        || entry.action().equals("screening-hits-resolved"))
                .map(Journal.JournalEntry::actor)
                .reduce((earlier, later) -> later)
                .orElse("intake.office");
    }
}
