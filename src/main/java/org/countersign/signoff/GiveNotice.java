package org.countersign.signoff;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Application;
import org.countersign.application.ApplicationStatus;
import org.countersign.application.Applications;
import org.countersign.application.Questions;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.ClockRun;
import org.countersign.clock.ReviewClock;
import org.countersign.journal.Journal;
import org.countersign.screening.Screening;
import org.countersign.screening.Screenings;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.Cases;
import org.countersign.workflow.Contacts;
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
    private final Screenings screenings;
    private final ClockLedger ledger;
    private final ReviewClock reviewClock;
    private final Cases cases;
    private final Contacts contacts;
    private final Journal journal;
    private final Clock clock;

    GiveNotice(
            Applications applications,
            DenialNotices notices,
            Grounds grounds,
            Questions questions,
            Screenings screenings,
            ClockLedger ledger,
            ReviewClock reviewClock,
            Cases cases,
            Contacts contacts,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.notices = notices;
        this.grounds = grounds;
        this.questions = questions;
        this.screenings = screenings;
        this.ledger = ledger;
        this.reviewClock = reviewClock;
        this.cases = cases;
        this.contacts = contacts;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Application application = applications.get((String) execution.getVariable(AccessReview.APPLICATION_ID));
        applications.move(application.id(), ApplicationStatus.INTENT_TO_DENY);
        questions.drop(application.id(), clock.instant());
        ledger.stopAll(application.id(), SYSTEM, "Denial is intended");
        Instant now = clock.instant();
        ClockRun rebuttal = start(application, REBUTTAL, ClockLedger.APPLICANT, now);
        ClockRun denial = start(application, DENIAL, CommerceDecisions.COMMERCE, now);
        DenialNotice notice = noticeFor(application, rebuttal, denial);
        notices.add(notice);
        journal.record(SYSTEM, "denial-intended", application.reference(), notice);
        // Should the case be reopened, its own clock starts again and needs its timer.
        cases.moveDeadline(
                application.reference(),
                AccessReview.DECISION_OVERDUE,
                notice.finalOn().plus(NEVER_REACHED));
    }

    private ClockRun start(Application application, String clockName, String holder, Instant now) {
        return ledger.start(
                application.id(), clockName, holder, SYSTEM, "Notice of denial", reviewClock.allowance(clockName), now);
    }

    /** With the dates of its clocks, to the moment: what the applicant is told is what will happen. */
    private DenialNotice noticeFor(Application application, ClockRun rebuttal, ClockRun denial) {
        Optional<Instant> lastNotice = notices.latestOf(application.id()).map(DenialNotice::notifiedAt);
        // A confirmed match ends the review on the spot, so the notice of the last one is this.
        Grounds.Ground ground = screenings.isMatchConfirmedAfter(application.id(), lastNotice)
                ? grounds.trueMatch()
                : grounds.of(application.id());
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
                rebuttal.startedAt(),
                rebuttal.dueOn(),
                denial.dueOn(),
                null,
                null);
    }

    /** The intake officer who knows the case: whoever confirmed the match, or else referred it. */
    private String contactFor(Application application) {
        return screenings.hitsOf(application.id()).stream()
                .filter(hit -> Screenings.TRUE_MATCH.equals(hit.resolution()))
                .map(Screening.ResolvedHit::resolvedBy)
                .reduce((earlier, later) -> later)
                .or(() -> referredBy(application))
                .map(contacts::of)
                .orElse("the intake office");
    }

    private Optional<String> referredBy(Application application) {
        return journal.about(application.reference()).stream()
                .filter(entry -> entry.action().equals("application-referred")
                        || entry.action().equals("screening-hits-resolved"))
                .map(Journal.JournalEntry::actor)
                .reduce((earlier, later) -> later);
    }
}
