package org.countersign.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.countersign.simulation.Feed.OpenTask;

/** Chair, committee, board and principals, who disagree, keep silent and come too late; and the appeals office. */
final class Disputes {

    private static final String REASONS = "We have weighed the safeguards against the use.";

    private final Desk desk;

    Disputes(Desk desk) {
        this.desk = desk;
    }

    Map<String, Habit> habits() {
        return Map.of(
                "decideAsChair", this::decideAsChair,
                "considerEscalation", this::consider,
                "considerBoard", this::consider,
                "voteInCommittee", this::vote,
                "voteInBoard", this::vote,
                "recordPrincipalsDecision", this::recordPrincipalsDecision,
                "decideAppeal", this::decideAppeal);
    }

    private void decideAsChair(OpenTask task, SimulatedCase of) {
        boolean inTime = of.chance().in100(80);
        desk.work(
                task,
                of,
                inTime ? of.chance().days(0.2, 13) : of.chance().days(14, 25),
                person -> List.of(Map.of("outcome", outcome(of), "reasons", REASONS)));
    }

    private void consider(OpenTask task, SimulatedCase of) {
        desk.work(
                task,
                of,
                of.chance().days(0.1, 7),
                person -> List.of(
                        of.chance().in100(25)
                                ? Map.of("escalates", "true", "reasons", "This cannot stand.")
                                : Map.of("escalates", "false")));
    }

    /** Some agencies do not come, so that there are ties and committees without a decision. */
    private void vote(OpenTask task, SimulatedCase of) {
        Duration delay =
                of.chance().in100(60) ? of.chance().days(0.2, 10) : of.chance().days(11, 20);
        desk.work(task, of, delay, person -> List.of(Map.of("outcome", outcome(of), "reasons", REASONS)));
    }

    private void recordPrincipalsDecision(OpenTask task, SimulatedCase of) {
        desk.work(
                task,
                of,
                of.chance().days(1, 24),
                person -> List.of(Map.of("outcome", outcome(of), "reasons", REASONS)));
    }

    private static String outcome(SimulatedCase of) {
        return of.chance().drawn("approve 50, deny 50");
    }

    private void decideAppeal(OpenTask task, SimulatedCase of) {
        Duration delay =
                of.chance().in100(80) ? of.chance().days(0.5, 29) : of.chance().days(30, 50);
        desk.work(task, of, delay, person -> !of.hasTakenPart(person), person -> {
            Map<String, Object> upheld = Map.of("outcome", "upheld", "reasons", REASONS);
            return switch (of.chance().drawn("upheld 45, reversed 30, remanded 25")) {
                case "reversed" -> List.of(Map.of("outcome", "reversed", "reasons", REASONS));
                // Only a denial can go back, and only to an agency that was asked.
                case "remanded" -> List.of(Map.of("outcome", "remanded", "reasons", REASONS, "agency", "oncd"), upheld);
                default -> List.of(upheld);
            };
        });
    }
}
