package org.countersign.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.countersign.journal.Journal;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.Cases;
import org.countersign.workflow.ForProcesses;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Every start, pause, resumption and stop of every clock of a case, with actor, ground and cap. A question
 * pauses the clock of the agency that asks it. The clock of the whole case stands still only while nobody
 * but the applicant has a move: no office can stop it while another is still at work.
 */
@ForProcesses
public class ClockLedger {

    /** The clock of the whole case: decided, or with the principals. */
    public static final String CASE = "case";

    public static final String COMPLETENESS = "completeness";
    public static final String INTAKE = "intake";
    public static final String SIGN_OFF = "sign-off";
    public static final String APPLICANT = "applicant";

    /** The cap of a pause for an answer of the applicant. */
    public static final String ANSWER = "answer";

    private static final String SYSTEM = "system";
    private static final String APPEAL = "appeal";

    /** Time in which nobody works on the case itself. */
    private static final Set<String> BESIDE_THE_REVIEW = Set.of(CASE, APPEAL, "delay-order");

    /** The other clocks end by themselves, and what that means is recorded as what it is: silence, a denial, no majority. */
    private static final Set<String> DEADLINES_OF_OFFICES =
            Set.of(CASE, COMPLETENESS, "countersignature", "principals", "revocation", APPEAL);

    private static final Map<String, String> DEADLINES =
            Map.of(CASE, AccessReview.DECISION_OVERDUE, COMPLETENESS, AccessReview.COMPLETENESS_OVERDUE);

    private final JdbcClient db;
    private final ClockEvents events;
    private final MissedDeadlines missed;
    private final ReviewClock reviewClock;
    private final Cases cases;
    private final Journal journal;
    private final Clock clock;

    ClockLedger(
            JdbcClient db,
            ClockEvents events,
            MissedDeadlines missed,
            ReviewClock reviewClock,
            Cases cases,
            Journal journal,
            Clock clock) {
        this.db = db;
        this.events = events;
        this.missed = missed;
        this.reviewClock = reviewClock;
        this.cases = cases;
        this.journal = journal;
        this.clock = clock;
    }

    /** Starts a clock with the days of the step of the same name. One that runs already is left alone and told. */
    @Transactional(propagation = Propagation.MANDATORY)
    public ClockRun start(String applicationId, String name, String holder, String actor, String ground) {
        return start(applicationId, name, holder, actor, ground, reviewClock.allowance(name));
    }

    /** Starts a clock with days of its own. */
    @Transactional(propagation = Propagation.MANDATORY)
    public ClockRun start(
            String applicationId, String name, String holder, String actor, String ground, Allowance allowance) {
        return start(applicationId, name, holder, actor, ground, allowance, clock.instant());
    }

    /** Starts a clock at the moment at which another one has just been started. */
    @Transactional(propagation = Propagation.MANDATORY)
    public ClockRun start(
            String applicationId,
            String name,
            String holder,
            String actor,
            String ground,
            Allowance allowance,
            Instant now) {
        String reference = lock(applicationId);
        Optional<ClockRun> running = open(applicationId, name, holder);
        if (running.isPresent()) {
            return running.get();
        }
        var start = new ClockEvent(
                name,
                holder,
                ClockEvent.STARTED,
                now,
                actor,
                ground,
                allowance.days(),
                allowance.unit(),
                allowance.after(now));
        write(applicationId, reference, start);
        settle(applicationId, reference);
        return new ClockRun(name, holder, allowance, List.of(start));
    }

    /** Pauses a running clock until the applicant answers, no longer than the cap. */
    @Transactional(propagation = Propagation.MANDATORY)
    public ClockEvent pauseForAnswer(String applicationId, String name, String holder, String actor, String ground) {
        String reference = lock(applicationId);
        ClockEvent pause = pause(applicationId, reference, name, holder, actor, ground);
        settle(applicationId, reference);
        return pause;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void resume(String applicationId, String name, String holder, String actor, String ground) {
        String reference = lock(applicationId);
        open(applicationId, name, holder)
                .filter(ClockRun::isPaused)
                .ifPresent(run -> resume(applicationId, reference, run, actor, ground));
        settle(applicationId, reference);
    }

    /** Stops a clock; one that does not run is left alone. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void stop(String applicationId, String name, String holder, String actor, String ground) {
        String reference = lock(applicationId);
        open(applicationId, name, holder).ifPresent(run -> stop(applicationId, reference, run, actor, ground));
        settle(applicationId, reference);
    }

    /** The case has ended, or goes to others: nothing of it is counted any more. An appeal goes on by itself. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void stopAll(String applicationId, String actor, String ground) {
        String reference = lock(applicationId);
        of(applicationId).stream()
                .filter(run ->
                        !run.state().equals(ClockRun.STOPPED) && !run.clock().equals(APPEAL))
                .forEach(run -> stop(applicationId, reference, run, actor, ground));
    }

    /** For diagrams: when a clock that was started runs out. */
    public Date due(String applicationId, String name, String holder) {
        return Date.from(open(applicationId, name, holder)
                .orElseThrow(() -> new IllegalStateException("No clock " + name + " of " + holder + " is open"))
                .dueOn());
    }

    /** Every clock of a case, in the order of their starts. */
    public List<ClockRun> of(String applicationId) {
        return ClockRun.allIn(eventsOf(applicationId));
    }

    /** The clock as it stands, unless it was stopped or never started. */
    public Optional<ClockRun> open(String applicationId, String name, String holder) {
        return ClockRun.openIn(events.of(applicationId), name, holder);
    }

    public List<ClockEvent> eventsOf(String applicationId) {
        return events.of(applicationId);
    }

    private ClockEvent pause(
            String applicationId, String reference, String name, String holder, String actor, String ground) {
        Allowance cap = reviewClock.allowance(ANSWER);
        Instant now = clock.instant();
        open(applicationId, name, holder).ifPresent(run -> recordIfLate(applicationId, run, now));
        var pause = new ClockEvent(
                name, holder, ClockEvent.PAUSED, now, actor, ground, cap.days(), cap.unit(), cap.after(now));
        write(applicationId, reference, pause);
        moveDeadline(applicationId, reference, name, holder);
        return pause;
    }

    private void resume(String applicationId, String reference, ClockRun run, String actor, String ground) {
        Instant now = clock.instant();
        Duration left = run.remainingAt(run.pausedAt());
        write(
                applicationId,
                reference,
                new ClockEvent(
                        run.clock(), run.holder(), ClockEvent.RESUMED, now, actor, ground, null, null, now.plus(left)));
        moveDeadline(applicationId, reference, run.clock(), run.holder());
    }

    /** Where a timer of the review waits for this clock; the others are set anew with their steps. */
    private void moveDeadline(String applicationId, String reference, String name, String holder) {
        String timer = DEADLINES.get(name);
        if (timer != null) {
            cases.moveDeadline(
                    reference, timer, due(applicationId, name, holder).toInstant());
        }
    }

    private void stop(String applicationId, String reference, ClockRun run, String actor, String ground) {
        Instant now = clock.instant();
        recordIfLate(applicationId, run, now);
        write(
                applicationId,
                reference,
                new ClockEvent(run.clock(), run.holder(), ClockEvent.STOPPED, now, actor, ground, null, null, null));
    }

    /** Whoever is done after the deadline was late, also when the timer has not fired yet and now never will. */
    private void recordIfLate(String applicationId, ClockRun run, Instant now) {
        if (DEADLINES_OF_OFFICES.contains(run.clock())) {
            missed.recordIfOver(applicationId, run, now);
        }
    }

    /** Lets the clock of the case stand still while only the applicant has a move, and run on otherwise. */
    private void settle(String applicationId, String reference) {
        List<ClockRun> runs = of(applicationId);
        Optional<ClockRun> whole = runs.stream()
                .filter(run -> run.clock().equals(CASE) && !run.state().equals(ClockRun.STOPPED))
                .findFirst();
        if (whole.isEmpty()) {
            return;
        }
        boolean anybodyAtWork = runs.stream()
                .anyMatch(run -> run.isRunning()
                        && !BESIDE_THE_REVIEW.contains(run.clock())
                        && !run.holder().equals(APPLICANT));
        boolean applicantAsked =
                runs.stream().anyMatch(run -> run.isPaused() && !run.clock().equals(CASE));
        if (whole.get().isRunning() && !anybodyAtWork && applicantAsked) {
            pause(applicationId, reference, CASE, CASE, SYSTEM, "Only the applicant has a move");
        } else if (whole.get().isPaused() && anybodyAtWork) {
            resume(applicationId, reference, whole.get(), SYSTEM, "An office has a move again");
        }
    }

    private void write(String applicationId, String reference, ClockEvent event) {
        events.add(applicationId, event);
        journal.record(event.actor(), "clock-" + event.event(), reference, event);
    }

    /** The steps of one case that touch its clocks follow one another. */
    private String lock(String applicationId) {
        return db.sql("SELECT reference FROM application WHERE id = ? FOR NO KEY UPDATE")
                .param(applicationId)
                .query(String.class)
                .single();
    }
}
