package org.countersign.clock;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * One line of the ledger.
 *
 * @param holder whose clock: an agency, intake, operating-committee, appeals, or the applicant
 * @param days of a start the days allowed, of a pause its cap
 * @param dueOn of a start or resumption when the clock runs out, of a pause when it ends at the latest
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClockEvent(
        String clock,
        String holder,
        String event,
        Instant at,
        String actor,
        String ground,
        Integer days,
        String unit,
        Instant dueOn) {

    public static final String STARTED = "started";
    public static final String PAUSED = "paused";
    public static final String RESUMED = "resumed";
    public static final String STOPPED = "stopped";
}
