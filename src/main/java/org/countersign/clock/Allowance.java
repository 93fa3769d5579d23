package org.countersign.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** How long a step may take, in the days or months the rule says. */
public record Allowance(int days, String unit) {

    static final String CALENDAR = "calendar";
    static final String WORKING = "working";
    static final String MONTHS = "months";

    public Instant after(Instant start) {
        return switch (unit) {
            case WORKING -> WorkingDays.after(start, days);
            case MONTHS -> start.atOffset(ZoneOffset.UTC).plusMonths(days).toInstant();
            default -> start.plus(Duration.ofDays(days));
        };
    }

    public Instant before(Instant end) {
        return unit.equals(WORKING) ? WorkingDays.before(end, days) : end.minus(Duration.ofDays(days));
    }
}
