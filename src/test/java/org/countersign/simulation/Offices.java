package org.countersign.simulation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.countersign.access.StaffGroups;
import org.countersign.license.ChangeCondition;
import org.countersign.problem.WrongState;
import org.countersign.signoff.AddAgency;
import org.countersign.simulation.Feed.OpenTask;
import org.countersign.workflow.Attempts;
import org.countersign.workflow.RuleBroken;

/** Intake, the agencies and Commerce, with all their habits. */
final class Offices {

    /** Tasks of a case that nobody of these offices works on. */
    private static final Set<String> OF_OTHERS = Set.of("auditLicense");

    private static final Map<String, Object> APPROVED = Map.of("outcome", "approve");
    private static final Map<String, Object> REFUSED =
            Map.of("outcome", "refuse", "reasons", "The benefit does not outweigh the risk.");
    private static final Map<String, Object> SENT_BACK =
            Map.of("accepted", "false", "note", "Name the evidence, please.");

    private final Desk desk;
    private final Tally tally;
    private final AddAgency addAgency;
    private final org.countersign.application.Applications applications;
    private final Attempts attempts;
    private final ChangeCondition changeCondition;
    private final Map<String, Habit> habits = new TreeMap<>();

    Offices(
            Desk desk,
            Tally tally,
            AddAgency addAgency,
            org.countersign.application.Applications applications,
            ChangeCondition changeCondition,
            Attempts attempts) {
        this.desk = desk;
        this.tally = tally;
        this.addAgency = addAgency;
        this.applications = applications;
        this.attempts = attempts;
        this.changeCondition = changeCondition;
        habits.putAll(new Disputes(desk).habits());
        habits.put("resolveScreeningHits", this::resolveScreeningHits);
        habits.put("checkCompleteness", this::checkCompleteness);
        habits.put("draftVote", this::draftVote);
        habits.put("countersignVote", this::countersignVote);
        habits.put("countersign", this::countersign);
        habits.put("considerRebuttal", this::considerRebuttal);
    }

    void meet(OpenTask task, SimulatedCase of) {
        Habit habit = habits.get(task.key());
        if (habit != null) {
            habit.meet(task, of);
        } else if (!OF_OTHERS.contains(task.key())) {
            throw new IllegalStateException("Nobody in the simulation knows what to do with " + task);
        }
    }

    /** Now and then a director wants one more agency to look at a case, or one condition less. */
    void learn(Feed.Fact fact, SimulatedCase of) {
        if (fact.action().equals("license-issued")) {
            fact.content().get("conditions").forEach(condition -> {
                if (of.chance().in100(8)) {
                    String id = condition.get("id").asText();
                    String agency = condition.get("agency").asText();
                    desk.later(of, of.chance().days(1, 90), () -> changeCondition(id, agency, of.chance()));
                }
            });
        }
        if (fact.action().equals("sign-offs-requested") && of.chance().in100(4)) {
            String agency = of.chance().oneOf(StaffGroups.AGENCIES);
            desk.later(of, of.chance().days(0.5, 35), () -> addAgency(of, agency));
        }
    }

    private void addAgency(SimulatedCase of, String agency) {
        try {
            attempts.at(() ->
                    addAgency.add(applications.get(of.id()), agency, "Their systems are concerned.", "oncd.director"));
            tally.add("agency added");
        } catch (WrongState expected) {
            tally.add(
                    "agency not added: " + (expected.getMessage().contains("already") ? "there already" : "too late"));
        }
    }

    private void changeCondition(String id, String agency, Chance chance) {
        String director = agency + ".director";
        List<String> groups = List.of(agency, agency + "-directors");
        String why = "A year of logs has shown nothing.";
        try {
            attempts.at(() -> chance.in100(50)
                    ? changeCondition.release(id, director, groups, why)
                    : changeCondition.change(id, "Keep logs for a month", director, groups, why));
            tally.add("condition released or changed by its agency");
        } catch (WrongState | RuleBroken expected) {
            tally.add("condition not changed: " + expected.getMessage());
        }
    }

    private void resolveScreeningHits(OpenTask task, SimulatedCase of) {
        Chance chance = of.chance();
        desk.work(
                task,
                of,
                chance.in100(90) ? chance.days(0.1, 6) : chance.days(6, 14),
                person -> List.of(Map.of(
                        "resolution",
                        chance.drawn("cleared 65, true-match 35"),
                        "note",
                        "Compared with the register of companies.")));
    }

    private void checkCompleteness(OpenTask task, SimulatedCase of) {
        Chance chance = of.chance();
        Duration delay =
                switch (chance.drawn("soon 80, slowly 13, overdue 7")) {
                    case "soon" -> chance.days(0.1, 5);
                    case "slowly" -> chance.days(5, 8.9);
                    default -> chance.days(9, 16);
                };
        desk.work(task, of, delay, person -> {
            boolean mayAsk = of.questionsOfIntake() < 3;
            String outcome = chance.drawn(mayAsk ? "refer 79, ask 15, return 6" : "refer 80, return 20");
            if (outcome.equals("ask")) {
                of.intakeAsks();
            }
            return List.of(Map.of("outcome", outcome, "note", "Who operates the systems?"));
        });
    }

    private void draftVote(OpenTask task, SimulatedCase of) {
        Chance chance = of.chance();
        Duration delay =
                switch (chance.drawn("soon 55, slowly 35, late 10")) {
                    case "soon" -> chance.days(0.2, 9);
                    case "slowly" -> chance.days(9, 24);
                    default -> chance.days(24, 45);
                };
        String vote = chance.drawn("concur 71, concur-with-conditions 14, object 5, need-information 10");
        desk.work(task, of, delay, person -> {
            of.drafted(task.group(), person);
            if (vote.equals("object") && chance.in100(10)) {
                desk.mustBeRefused(task, of, person, Map.of("vote", "object", "reasons", "We do not like it."));
            }
            // Who asks too late learns it, and votes on what is known.
            return vote.equals("need-information") ? List.of(votes(vote), votes("concur")) : List.of(votes(vote));
        });
    }

    private static Map<String, Object> votes(String vote) {
        var form = new LinkedHashMap<String, Object>();
        form.put("vote", vote);
        switch (vote) {
            case "concur-with-conditions" -> {
                form.put("reasons", "The use reaches beyond the bench.");
                form.put("conditions", "Keep logs for a year\nReport misuse within a day");
            }
            case "object" -> {
                form.put("reasons", "The safeguards do not fit the use.");
                form.put("criteria", "CR-02, CR-10");
                form.put("evidence", "Test report 7 of the review");
                form.put("cure", "Add human review.");
            }
            case "need-information" -> form.put("question", "Who has access to the logs?");
            default -> {}
        }
        return form;
    }

    private void countersignVote(OpenTask task, SimulatedCase of) {
        Chance chance = of.chance();
        String agency = task.group().replace("-directors", "");
        Duration delay = chance.in100(90) ? chance.days(0.1, 5) : chance.days(5, 25);
        desk.work(
                task,
                of,
                delay,
                person -> !of.hasDraftedFor(agency, person),
                // A question that comes to the director too late has to go back.
                person -> chance.in100(8) ? List.of(SENT_BACK) : List.of(Map.of("accepted", "true"), SENT_BACK));
    }

    private void countersign(OpenTask task, SimulatedCase of) {
        Chance chance = of.chance();
        Duration delay =
                switch (chance.drawn("soon 75, overdue 20, veryLate 5")) {
                    case "soon" -> chance.days(0.1, 4.9);
                    case "overdue" -> chance.days(5, 25);
                    default -> chance.days(60, 110);
                };
        desk.work(
                task,
                of,
                delay,
                person -> !of.hasDrafted(person),
                // What the ladder has approved Commerce cannot refuse.
                person -> chance.in100(8) ? List.of(REFUSED, APPROVED) : List.of(APPROVED));
    }

    private void considerRebuttal(OpenTask task, SimulatedCase of) {
        Chance chance = of.chance();
        desk.work(
                task,
                of,
                chance.in100(88) ? chance.days(0.2, 20) : chance.days(20, 60),
                person -> List.of(Map.of(
                        "outcome",
                        chance.drawn("refuse 60, reopen 40"),
                        "reasons",
                        "We have read what was changed and weighed it.")));
    }
}
