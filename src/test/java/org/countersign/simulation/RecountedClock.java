package org.countersign.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of a clock, counted anew from the journal's entries: stretch by stretch, with dates of its own. It
 * shares nothing with the ledger's arithmetic but the journal.
 */
final class RecountedClock {

    /** A time that counts, and when the clock would have run out in it. */
    record Stretch(Instant from, Instant to, Instant dueOn) {

        boolean ranOut() {
            return dueOn.isAfter(from) && !dueOn.isAfter(to);
        }
    }

    /** A time that does not count, and when it ends at the latest. */
    record Pause(Instant from, Instant to, Instant until) {}

    private final String clock;
    private final String holder;
    private final Instant startedAt;
    private final int days;
    private final String unit;
    private final List<Stretch> stretches = new ArrayList<>();
    private final List<Pause> pauses = new ArrayList<>();
    private final List<String> contradictions = new ArrayList<>();
    private Instant dueOn;
    private Instant runsSince;
    private Instant pausedSince;
    private Instant pausedUntil;
    private Instant stoppedAt;
    private String lastGround;

    private RecountedClock(Chronicle.Entry start) {
        this.clock = start.text("clock");
        this.holder = start.text("holder");
        this.startedAt = start.moment("at");
        this.days = start.content().get("days").asInt();
        this.unit = start.text("unit");
        this.runsSince = startedAt;
        this.dueOn = OwnCalendar.after(startedAt, days, unit);
        compare("due after the start", dueOn, start.moment("dueOn"));
    }

    /** Every run of every clock of a case, in the order of their starts. */
    static List<RecountedClock> in(Chronicle chronicle) {
        var all = new ArrayList<RecountedClock>();
        for (Chronicle.Entry entry : chronicle.entries()) {
            if (entry.action().equals("clock-started")) {
                all.add(new RecountedClock(entry));
            } else if (entry.action().startsWith("clock-")) {
                latest(all, entry).go(entry);
            }
        }
        return all;
    }

    private static RecountedClock latest(List<RecountedClock> all, Chronicle.Entry entry) {
        return all.stream()
                .filter(run -> run.clock.equals(entry.text("clock")) && run.holder.equals(entry.text("holder")))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new IllegalStateException("Never started: " + entry));
    }

    private void go(Chronicle.Entry entry) {
        Instant at = entry.moment("at");
        lastGround = entry.text("ground");
        if (stoppedAt != null) {
            contradictions.add(this + " goes on after its stop");
        }
        if (runsSince != null) {
            stretches.add(new Stretch(runsSince, at, dueOn));
            runsSince = null;
        }
        if (pausedSince != null) {
            pauses.add(new Pause(pausedSince, at, pausedUntil));
        }
        switch (entry.action()) {
            case "clock-paused" -> {
                pausedSince = at;
                pausedUntil = OwnCalendar.after(at, entry.content().get("days").asInt(), entry.text("unit"));
                compare("cap of the pause", pausedUntil, entry.moment("dueOn"));
            }
            case "clock-resumed" -> {
                dueOn = dueOn.plus(Duration.between(pausedSince, at));
                compare("due after the pause", dueOn, entry.moment("dueOn"));
                pausedSince = null;
                runsSince = at;
            }
            default -> {
                pausedSince = null;
                stoppedAt = at;
            }
        }
    }

    private void compare(String what, Instant recounted, Instant recorded) {
        if (!recounted.equals(recorded)) {
            contradictions.add("%s: %s is %s, recorded %s".formatted(this, what, recounted, recorded));
        }
    }

    String clock() {
        return clock;
    }

    String holder() {
        return holder;
    }

    Instant startedAt() {
        return startedAt;
    }

    int days() {
        return days;
    }

    String unit() {
        return unit;
    }

    Instant dueOn() {
        return dueOn;
    }

    Instant stoppedAt() {
        return stoppedAt;
    }

    /** Why it stands as it does. */
    String ground() {
        return lastGround;
    }

    boolean wasStoppedWithin(Duration moments, Instant after) {
        return stoppedAt != null && !stoppedAt.isAfter(after.plus(moments));
    }

    List<Stretch> stretches() {
        return stretches;
    }

    List<Pause> pauses() {
        return pauses;
    }

    List<String> contradictions() {
        return contradictions;
    }

    Duration counted() {
        return stretches.stream()
                .map(stretch -> Duration.between(stretch.from(), stretch.to()))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** The moments at which its time was over while it ran. */
    List<Instant> ranOut() {
        return stretches.stream().filter(Stretch::ranOut).map(Stretch::dueOn).toList();
    }

    @Override
    public String toString() {
        return "clock " + clock + " of " + holder + " from " + startedAt;
    }
}
