package org.countersign.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.Policies;
import org.countersign.workflow.Spread;

/** When each step over a missing report comes. The days are in {@code overdue-ladder.dmn}. */
@ForProcesses
public class OverdueLadder {

    static final String DUE = "due";
    static final String REMINDER = "reminder";
    static final String WARNING = "warning";
    static final String SUSPENSION = "suspension";
    static final String PROPOSAL = "proposal";

    /** Licenses of one day are not looked at in one second. Never earlier than the table says. */
    private static final Duration SPREAD = Duration.ofHours(6);

    private final Policies policies;
    private final OverdueReports overdue;

    OverdueLadder(Policies policies, OverdueReports overdue) {
        this.policies = policies;
        this.overdue = overdue;
    }

    int days(String step) {
        return ((Number) policies.ask("overdue-ladder", Map.of("step", step)).only()).intValue();
    }

    /** For the diagram: when a step over the oldest missing report of a license comes; a proposal comes again and again. */
    public Date on(String step, String licenseId) {
        OverdueReports.Overdue open = overdue.openOf(licenseId).orElseThrow();
        int times = step.equals(PROPOSAL) ? overdue.taken(open.id(), PROPOSAL) + 1 : 1;
        return Date.from(spread(licenseId, after(open.dueOn(), step, times)));
    }

    Instant after(Instant dueOn, String step, int times) {
        return dueOn.plus(Duration.ofDays((long) days(step) * times));
    }

    static Instant spread(String licenseId, Instant dueOn) {
        return dueOn.plus(Spread.of(licenseId, SPREAD));
    }
}
