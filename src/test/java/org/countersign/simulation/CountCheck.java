package org.countersign.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.ClockRun;

/** The days the ledger counts are those the journal tells of, counted once from its clock entries and once without them. */
final class CountCheck {

    /** The program takes moments between a fact and its entry in the ledger. */
    private static final Duration MOMENTS = Duration.ofMinutes(1);

    private final ClockLedger ledger;

    CountCheck(ClockLedger ledger) {
        this.ledger = ledger;
    }

    List<String> violationsIn(SimulatedCase of, Chronicle chronicle, List<RecountedClock> recounted, Instant now) {
        var violations = new ArrayList<String>();
        recounted.forEach(clock -> violations.addAll(clock.contradictions()));
        List<ClockRun> runs = ledger.of(of.id());
        if (runs.size() != recounted.size()) {
            violations.add("the ledger has " + runs.size() + " clocks, the journal " + recounted.size());
        } else {
            for (int i = 0; i < runs.size(); i++) {
                compare(runs.get(i), recounted.get(i), now, violations);
            }
            compareWithFacts(runs, CountedByFacts.in(chronicle), now, violations);
        }
        return violations.stream().map(what -> of.reference() + ": " + what).toList();
    }

    private static void compare(ClockRun run, RecountedClock own, Instant now, List<String> violations) {
        boolean same = run.clock().equals(own.clock())
                && run.holder().equals(own.holder())
                && run.allowance().days() == own.days()
                && run.allowance().unit().equals(own.unit())
                && run.startedAt().equals(own.startedAt())
                && run.state().equals(own.stoppedAt() == null ? ClockRun.RUNNING : ClockRun.STOPPED)
                && run.countedAt(now).equals(own.counted())
                && run.dueOn().equals(own.dueOn());
        if (!same) {
            violations.add("%s counts %s of %s, recounted %s"
                    .formatted(own, run.countedAt(now), run.allowance(), own.counted()));
        }
    }

    private static void compareWithFacts(
            List<ClockRun> runs, Map<String, Duration> byFacts, Instant now, List<String> violations) {
        var byLedger = new HashMap<String, Duration>();
        runs.forEach(run -> byLedger.merge(run.clock() + "/" + run.holder(), run.countedAt(now), Duration::plus));
        byFacts.forEach((clock, counted) -> {
            Duration ledgers = byLedger.getOrDefault(clock, Duration.ZERO);
            if (ledgers.minus(counted).abs().compareTo(MOMENTS) > 0) {
                violations.add(clock + " counts " + ledgers + ", by the facts " + counted);
            }
        });
    }
}
