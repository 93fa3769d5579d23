package org.countersign.clock;

import java.time.Duration;
import java.time.Instant;

/** How long a step may take, in the days the rule says. */
public record Allowance(int days, String unit) {

    static final String CALENDAR = "calendar";
    static final String WORKING = "working";

    public Instant after(Instant start) {
        return unit.equals(WORKING) ? WorkingDays.after(start, days) : start.plus(Duration.ofDays(days));
    }

    public Instant before(Instant end) {
        return unit.equals(WORKING) ? WorkingDays.before(end, days) : end.minus(Duration.ofDays(days));
    }
}
