package org.countersign.clock;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final Map<String, String> DEADLINES =
            Map.of(CASE, AccessReview.DECISION_OVERDUE, COMPLETENESS, AccessReview.COMPLETENESS_OVERDUE);

    private final JdbcClient db;
    private final ReviewClock reviewClock;
    private final Cases cases;
    private final Journal journal;
    private final Clock clock;

    ClockLedger(JdbcClient db, ReviewClock reviewClock, Cases cases, Journal journal, Clock clock) {
        this.db = db;
        this.reviewClock = reviewClock;
        this.cases = cases;
        this.journal = journal;
        this.clock = clock;
    }

    /** Starts a clock with the days of the step of the same name. One that runs already is left alone. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void start(String applicationId, String name, String holder, String actor, String ground) {
        start(applicationId, name, holder, actor, ground, reviewClock.allowance(name));
    }

    /** Starts a clock with days of its own. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void start(
            String applicationId, String name, String holder, String actor, String ground, Allowance allowance) {
        String reference = lock(applicationId);
        if (open(applicationId, name, holder).isPresent()) {
            return;
        }
        Instant now = clock.instant();
        write(
                applicationId,
                reference,
                new ClockEvent(
                        name,
                        holder,
                        ClockEvent.STARTED,
                        now,
                        actor,
                        ground,
                        allowance.days(),
                        allowance.unit(),
                        allowance.after(now)));
        settle(applicationId, reference);
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

    /** The case has ended, or goes to others: nothing of it is counted any more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void stopAll(String applicationId, String actor, String ground) {
        String reference = lock(applicationId);
        of(applicationId).stream()
                .filter(run -> !run.state().equals(ClockRun.STOPPED))
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
        return of(applicationId).stream()
                .filter(run -> run.is(name, holder) && !run.state().equals(ClockRun.STOPPED))
                .findFirst();
    }

    public List<ClockEvent> eventsOf(String applicationId) {
        return db.sql("SELECT * FROM clock_event WHERE application_id = ? ORDER BY seq")
                .param(applicationId)
                .query(ClockLedger::event)
                .list();
    }

    private ClockEvent pause(
            String applicationId, String reference, String name, String holder, String actor, String ground) {
        Allowance cap = reviewClock.allowance(ANSWER);
        Instant now = clock.instant();
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
        write(
                applicationId,
                reference,
                new ClockEvent(
                        run.clock(),
                        run.holder(),
                        ClockEvent.STOPPED,
                        clock.instant(),
                        actor,
                        ground,
                        null,
                        null,
                        null));
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
                        && !run.clock().equals(CASE)
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
        db.sql(
                        """
                INSERT INTO clock_event (application_id, clock, holder, event, at, actor, ground, days, unit, due_on)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        applicationId,
                        event.clock(),
                        event.holder(),
                        event.event(),
                        event.at().atOffset(ZoneOffset.UTC),
                        event.actor(),
                        event.ground(),
                        event.days(),
                        event.unit(),
                        event.dueOn() == null ? null : event.dueOn().atOffset(ZoneOffset.UTC))
                .update();
        journal.record(event.actor(), "clock-" + event.event(), reference, event);
    }

    /** The steps of one case that touch its clocks follow one another. */
    private String lock(String applicationId) {
        return db.sql("SELECT reference FROM application WHERE id = ? FOR UPDATE")
                .param(applicationId)
                .query(String.class)
                .single();
    }

    private static ClockEvent event(ResultSet row, int number) throws SQLException {
        OffsetDateTime due = row.getObject("due_on", OffsetDateTime.class);
        return new ClockEvent(
                row.getString("clock"),
                row.getString("holder"),
                row.getString("event"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("ground"),
                row.getObject("days", Integer.class),
                row.getString("unit"),
                due == null ? null : due.toInstant());
    }
}
