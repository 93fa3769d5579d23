package org.countersign.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.countersign.testing.LabApi;

/**
 * The labs and their customers, over the API: they apply, answer in time, at the last second, too late or
 * never, take their application back, and answer a notice of denial.
 */
final class Applicants {

    /** Longer than any answer may take. */
    private static final double TOO_LATE = 40;

    private final LabApi api;
    private final Agenda agenda;
    private final Tally tally;
    private final Clock clock;
    private final long seed;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, SimulatedCase> cases = new ConcurrentSkipListMap<>();
    private int planned;
    private volatile Instant lastArrival = Instant.EPOCH;

    Applicants(LabApi api, Agenda agenda, Tally tally, Clock clock, long seed) {
        this.api = api;
        this.agenda = agenda;
        this.tally = tally;
        this.clock = clock;
        this.seed = seed;
    }

    Map<String, SimulatedCase> cases() {
        return cases;
    }

    /** Spreads the applications over a time. */
    void plan(int applications, Duration over) {
        Instant begin = clock.instant();
        planned = applications;
        for (long number = 1; number <= applications; number++) {
            var chance = new Chance(seed, number);
            long which = number;
            agenda.add(
                    "application " + which,
                    begin.plus(chance.days(0, over.toHours() / 24.0)),
                    () -> apply(which, chance));
        }
    }

    /** Or wait for intake, which lets nobody pass without a list. */
    boolean areStillApplying() {
        return cases.size() < planned || clock.instant().isBefore(lastArrival.plus(Duration.ofDays(90)));
    }

    private void apply(long number, Chance chance) {
        lastArrival = clock.instant();
        boolean aurora = chance.in100(50);
        String lab = aurora ? LabApi.AURORA : LabApi.BOREALIS;
        String body = Applications.any(aurora ? "aurora-6" : "borealis-3", number, chance);
        String key = "year-" + seed + "-" + number;
        LabApi.Answer answer = expect(201, api.apply(lab, key, body));
        if (chance.in100(2)) {
            LabApi.Answer again = expect(201, api.apply(lab, key, body));
            if (!again.body().equals(answer.body())) {
                throw new IllegalStateException("A repeated request was answered otherwise: " + again.body());
            }
        }
        var received = new SimulatedCase(
                answer.json().get("id").asText(), answer.json().get("reference").asText(), lab, chance);
        cases.put(received.reference(), received);
        if (chance.in100(5)) {
            agenda.add(
                    received.reference(),
                    clock.instant().plus(chance.days(0.1, 120)),
                    () -> post(received, "withdrawal", "withdrawal", Map.of("reasons", "The project was given up.")));
        }
    }

    void learn(Feed.Fact fact, SimulatedCase of) {
        switch (fact.action()) {
            case "applicant-asked" -> answer(of, fact.content());
            case "denial-intended" -> rebut(of);
            case "application-denied" -> appeal(of, "denial", 40, 44.9);
            case "deadline-missed" -> appeal(of, "missed-deadline", 12, 40);
            case "license-suspended" -> appeal(of, "suspension", 60, 40);
            case "license-issued" -> {
                if (!fact.content().get("conditions").isEmpty()) {
                    appeal(of, "condition", 8, 40);
                }
            }
            default -> {}
        }
    }

    private void answer(SimulatedCase of, JsonNode question) {
        Instant dueOn = Instant.parse(question.get("dueOn").asText());
        Runnable step = () -> post(
                of,
                "responses",
                "answer",
                Map.of("requestId", question.get("questionId").asText(), "answer", "This is how it is."));
        switch (of.chance().drawn("soon 60, slowly 22, lastSecond 3, secondAfter 2, late 3, never 10")) {
            case "soon" ->
                agenda.add(of.reference(), clock.instant().plus(of.chance().days(0.1, 10)), step);
            case "slowly" ->
                agenda.add(of.reference(), clock.instant().plus(of.chance().days(10, 25)), step);
            case "lastSecond" -> agenda.addExactly(of.reference(), dueOn.minusSeconds(1), step);
            case "secondAfter" -> agenda.addExactly(of.reference(), dueOn, step);
            case "late" -> agenda.add(of.reference(), dueOn.plus(of.chance().days(0.1, 5)), step);
            default -> {}
        }
    }

    private void rebut(SimulatedCase of) {
        Runnable step = () -> post(
                of,
                "rebuttal",
                "rebuttal",
                Map.of("text", "We have changed what was criticised.", "evidence", List.of("Report of our auditor")));
        if (of.chance().in100(55)) {
            agenda.add(of.reference(), clock.instant().plus(of.chance().days(0.2, 19.5)), step);
        } else if (of.chance().in100(10)) {
            agenda.add(of.reference(), clock.instant().plus(of.chance().days(20, TOO_LATE)), step);
        }
    }

    private void appeal(SimulatedCase of, String ground, double percent, double withinDays) {
        Chance chance = of.chance();
        if (chance.in100(percent) && of.mayAppeal()) {
            Duration delay = chance.in100(92) ? chance.days(0.2, withinDays) : chance.days(45, 60);
            Map<String, Object> body = Map.of("ground", ground, "text", "We ask for a second look at this.");
            agenda.add(of.reference(), clock.instant().plus(delay), () -> post(of, "appeal", "appeal", body));
        }
    }

    /** Comes in time, or is told in plain words that it is too late. */
    private Optional<JsonNode> post(SimulatedCase of, String path, String what, Map<String, Object> body) {
        LabApi.Answer answer = api.post(of.lab(), "/api/v1/applications/" + of.id() + "/" + path, written(body));
        if (answer.status() == 409) {
            tally.add(what + " came too late");
            return Optional.empty();
        }
        if (answer.status() >= 300) {
            throw new IllegalStateException(of.reference() + ": " + path + " gave " + answer.status() + answer.body());
        }
        tally.add(what + " taken");
        return Optional.of(answer.json());
    }

    private static LabApi.Answer expect(int status, LabApi.Answer answer) {
        if (answer.status() != status) {
            throw new IllegalStateException("Expected " + status + ", got " + answer.status() + " " + answer.body());
        }
        return answer;
    }

    private String written(Map<String, Object> body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
