package org.countersign.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How long intake, each agency and the case were at work, told from what people did (asked, answered, voted,
 * decided) and not from any entry of the ledger. The third opinion on the counted days.
 */
final class CountedByFacts {

    private static final String CASE = "case/case";
    private static final String INTAKE = "completeness/intake";
    private static final String SIGN_OFF = "sign-off/";

    private final Map<String, Duration> counted = new TreeMap<>();
    private final Set<String> running = new HashSet<>();
    private final Set<String> waiting = new HashSet<>();
    private boolean caseIsOpen;
    private Instant last;

    /** By clock and holder; an agency that is asked twice counts on. */
    static Map<String, Duration> in(Chronicle chronicle) {
        var counting = new CountedByFacts();
        chronicle.entries().stream()
                .filter(entry -> !entry.action().startsWith("clock-"))
                .forEach(counting::go);
        return counting.counted;
    }

    private void go(Chronicle.Entry entry) {
        let(entry.at());
        String asker = entry.text("asker");
        String askers = asker.equals("intake") ? INTAKE : SIGN_OFF + asker;
        switch (entry.action()) {
            case "application-received" -> {
                caseIsOpen = true;
                start(INTAKE);
            }
            case "applicant-asked" -> {
                running.remove(askers);
                waiting.add(askers);
            }
            case "applicant-answered" -> {
                waiting.remove(askers);
                running.add(askers);
            }
            case "sign-offs-requested" -> {
                end(INTAKE);
                entry.content().get("agencies").fieldNames().forEachRemaining(agency -> start(SIGN_OFF + agency));
            }
            case "agency-added" -> start(SIGN_OFF + entry.text("agency"));
            // With the principals the case has gone as far as it can: its own clock ends.
            case "principals-convened" -> caseIsOpen = false;
            case "case-reopened" -> {
                endAll();
                caseIsOpen = true;
                entry.content().get("agencies").forEach(agency -> start(SIGN_OFF + agency.asText()));
            }
            case "agencies-asked-again" ->
                entry.content().get("agencies").forEach(agency -> start(SIGN_OFF + agency.asText()));
            case "vote-countersigned" -> {
                if (!entry.text("vote").equals("need-information")) {
                    end(SIGN_OFF + entry.text("agency"));
                }
            }
            case "silence-recorded" -> end(SIGN_OFF + entry.text("agency"));
            case "denial-intended",
                    "application-approved",
                    "application-approved-with-conditions",
                    "application-denied",
                    "application-returned",
                    "application-withdrawn",
                    "application-closed-unanswered" -> endAll();
            default -> {}
        }
    }

    /** Time passes: whoever runs is counted, and the case unless only the applicant has a move. */
    private void let(Instant now) {
        if (last != null) {
            Duration passed = Duration.between(last, now);
            running.forEach(clock -> counted.merge(clock, passed, Duration::plus));
            if (caseIsOpen && (waiting.isEmpty() || !running.isEmpty())) {
                counted.merge(CASE, passed, Duration::plus);
            }
        }
        last = now;
    }

    private void start(String clock) {
        running.add(clock);
        counted.merge(clock, Duration.ZERO, Duration::plus);
    }

    private void end(String clock) {
        running.remove(clock);
        waiting.remove(clock);
    }

    private void endAll() {
        running.clear();
        waiting.clear();
        caseIsOpen = false;
    }
}
