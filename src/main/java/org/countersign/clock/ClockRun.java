package org.countersign.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One clock of a case from its start on: whose it is, how much of it has been counted, and until when it
 * runs. Folded from the events of the ledger, never stored.
 */
public record ClockRun(String clock, String holder, Allowance allowance, List<ClockEvent> events) {

    public static final String RUNNING = "running";
    public static final String PAUSED = "paused";
    public static final String STOPPED = "stopped";

    /** Every start begins a run of its own. */
    static List<ClockRun> allIn(List<ClockEvent> ledger) {
        var runs = new ArrayList<ClockRun>();
        for (ClockEvent event : ledger) {
            if (event.event().equals(ClockEvent.STARTED)) {
                runs.add(new ClockRun(
                        event.clock(),
                        event.holder(),
                        new Allowance(event.days(), event.unit()),
                        new ArrayList<>(List.of(event))));
            } else {
                latest(runs, event).events().add(event);
            }
        }
        return runs;
    }

    /** The clock as it stands, unless it was stopped or never started. */
    static Optional<ClockRun> openIn(List<ClockEvent> ledger, String clock, String holder) {
        return allIn(ledger).stream()
                .filter(run -> run.is(clock, holder) && !run.state().equals(STOPPED))
                .findFirst();
    }

    private static ClockRun latest(List<ClockRun> runs, ClockEvent event) {
        for (int i = runs.size() - 1; i >= 0; i--) {
            if (runs.get(i).is(event.clock(), event.holder())) {
                return runs.get(i);
            }
        }
        throw new IllegalStateException("The clock " + event.clock() + " was never started");
    }

    boolean is(String clock, String holder) {
        return this.clock.equals(clock) && this.holder.equals(holder);
    }

    private ClockEvent last() {
        return events.get(events.size() - 1);
    }

    public String state() {
        return switch (last().event()) {
            case ClockEvent.PAUSED -> PAUSED;
            case ClockEvent.STOPPED -> STOPPED;
            default -> RUNNING;
        };
    }

    public boolean isRunning() {
        return state().equals(RUNNING);
    }

    /** It runs, and its time came to an end while it did; one that was over before a pause is not over once more. */
    boolean hasRunOutBy(Instant moment) {
        return isRunning() && !moment.isBefore(dueOn()) && dueOn().isAfter(last().at());
    }

    /** Its time is over. A step in the very second in which it ends is in time, if nobody was faster. */
    public boolean isOverAt(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).isAfter(dueOn().truncatedTo(ChronoUnit.SECONDS));
    }

    public boolean isPaused() {
        return state().equals(PAUSED);
    }

    public Instant startedAt() {
        return events.get(0).at();
    }

    /** Why it stands as it does. */
    public String ground() {
        return last().ground();
    }

    /** When the pause began; only of a paused clock. */
    public Instant pausedAt() {
        return last().at();
    }

    /** When the pause ends at the latest; only of a paused clock. */
    public Instant pausedUntil() {
        return last().dueOn();
    }

    /** When it runs out. Of a paused clock: if the pause lasted as long as it may. */
    public Instant dueOn() {
        ClockEvent last = last();
        return isPaused() ? last.dueOn().plus(remainingAt(last.at())) : lastDue();
    }

    /** What is left of it at a moment at which it runs, or has just been paused. */
    Duration remainingAt(Instant moment) {
        return Duration.between(moment, lastDue());
    }

    private Instant lastDue() {
        for (int i = events.size() - 1; i >= 0; i--) {
            ClockEvent event = events.get(i);
            if (event.event().equals(ClockEvent.STARTED) || event.event().equals(ClockEvent.RESUMED)) {
                return event.dueOn();
            }
        }
        throw new IllegalStateException("A run begins with a start");
    }

    /** The time counted until the given moment, pauses left out. */
    public Duration countedAt(Instant moment) {
        Duration counted = Duration.ZERO;
        Instant since = null;
        for (ClockEvent event : events) {
            if (since != null) {
                counted = counted.plus(Duration.between(since, event.at()));
            }
            boolean runsOn =
                    event.event().equals(ClockEvent.STARTED) || event.event().equals(ClockEvent.RESUMED);
            since = runsOn ? event.at() : null;
        }
        return since == null ? counted : counted.plus(Duration.between(since, moment));
    }
}
