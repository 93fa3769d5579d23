package org.countersign.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.Policies;

/** How long each step of a case may take. The numbers are in {@code review-clock.dmn}. */
@ForProcesses
public class ReviewClock {

    private final Policies policies;
    private final Clock clock;

    ReviewClock(Policies policies, Clock clock) {
        this.policies = policies;
        this.clock = clock;
    }

    /** The days a step may take. */
    public int days(String step) {
        return ((Number) policies.ask("review-clock", Map.of("step", step)).only()).intValue();
    }

    /** When a step that begins at the given moment must be done. */
    public Instant dueAfter(Instant start, String step) {
        return start.plus(Duration.ofDays(days(step)));
    }

    /** For diagrams: when a step that begins now must be done. */
    public Date due(String step) {
        return Date.from(dueAfter(clock.instant(), step));
    }
}
