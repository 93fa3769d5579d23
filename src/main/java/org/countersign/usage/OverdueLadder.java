package org.countersign.usage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
    private final Clock clock;

    OverdueLadder(Policies policies, OverdueReports overdue, Clock clock) {
        this.policies = policies;
        this.overdue = overdue;
        this.clock = clock;
    }

    int days(String step) {
        return ((Number) policies.ask("overdue-ladder", Map.of("step", step)).only()).intValue();
    }

    /** For the diagram: when a step over the oldest missing report of a license comes; a proposal comes again and again. */
    public Date on(String step, String licenseId) {
        OverdueReports.Overdue open = overdue.openOf(licenseId).orElseThrow();
        int times = step.equals(PROPOSAL) ? overdue.taken(open.id(), PROPOSAL) + 1 : 1;
        Instant planned = after(open.dueOn(), step, times);
        Instant on = step.equals(SUSPENSION) ? later(planned, endOfNotice(open)) : planned;
        return Date.from(spread(licenseId, on));
    }

    /** Whoever was warned late, because nobody could before, has as many days to report as the table gives (5 USC 558(c)). */
    private Instant endOfNotice(OverdueReports.Overdue open) {
        Instant warned = overdue.stepsOf(open.id()).stream()
                .filter(taken -> taken.step().equals(WARNING))
                .map(MissingReports.Taken::takenAt)
                .findFirst()
                .orElseGet(clock::instant);
        return warned.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(days(SUSPENSION) - days(WARNING)));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    Instant after(Instant dueOn, String step, int times) {
        return dueOn.plus(Duration.ofDays((long) days(step) * times));
    }

    static Instant spread(String licenseId, Instant dueOn) {
        return dueOn.plus(Spread.of(licenseId, SPREAD));
    }
}
