package org.countersign.clock;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.Policies;

/** How long each step of a case may take. The numbers are in {@code review-clock.dmn}. */
@ForProcesses
public class ReviewClock {

    private static final String ANY_BAND = "";

    private final Policies policies;
    private final Clock clock;

    ReviewClock(Policies policies, Clock clock) {
        this.policies = policies;
        this.clock = clock;
    }

    /** What the table allows for a step of any case. */
    public Allowance allowance(String step) {
        return allowance(step, ANY_BAND);
    }

    /** What the table allows for a step of a case in this risk band. */
    public Allowance allowance(String step, String band) {
        Policies.Answer answer = policies.ask("review-clock", Map.of("step", step, "band", band));
        List<Map<String, Object>> rows = answer.rows();
        if (rows.size() != 1) {
            throw new IllegalStateException(answer.by().decision() + " version "
                    + answer.by().version() + " must have one row for " + step + ", has " + rows);
        }
        return new Allowance(((Number) rows.get(0).get("days")).intValue(), (String)
                rows.get(0).get("unit"));
    }

    /** The days a step may take. */
    public int days(String step) {
        return allowance(step).days();
    }

    /** When a step that begins at the given moment must be done. */
    public Instant dueAfter(Instant start, String step) {
        return allowance(step).after(start);
    }

    /** For diagrams: when a step that begins now must be done. */
    public Date due(String step) {
        return Date.from(dueAfter(clock.instant(), step));
    }
}
