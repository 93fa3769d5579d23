package org.countersign.docket;

import java.util.HashMap;
import java.util.Map;
import org.countersign.clock.ClockLedger;
import org.countersign.signoff.Agencies;
import org.springframework.stereotype.Component;

/** What people call those who can have a move in a case, and what each clock gives them time for. */
@Component
class Offices {

    private static final Map<String, String> OTHERS = Map.of(
            ClockLedger.INTAKE,
            "the intake office",
            ClockLedger.APPLICANT,
            "the applicant",
            ClockLedger.CASE,
            "the offices",
            "operating-committee",
            "the chair of the Operating Committee",
            "committee",
            "the advisory committee",
            "board",
            "the review board",
            "principals",
            "the principals",
            "agencies",
            "the agencies",
            "appeals",
            "the appeals office");

    private static final Map<String, String> TASKS = Map.ofEntries(
            Map.entry(ClockLedger.CASE, "decide the case"),
            Map.entry(ClockLedger.COMPLETENESS, "check that the application is complete"),
            Map.entry(ClockLedger.SIGN_OFF, "state its position"),
            Map.entry("countersignature", "countersign the case or refuse it"),
            Map.entry("rebuttal", "answer the notice of denial"),
            Map.entry("denial", "consider the answer to the notice of denial"),
            Map.entry("compliance", "comply, or answer the notice of revocation"),
            Map.entry("revocation", "decide on the revocation"),
            Map.entry("chair", "settle the disagreement of the agencies"),
            Map.entry("escalation", "carry the decision up, if they do not accept it"),
            Map.entry("committee", "vote in the advisory committee"),
            Map.entry("board", "vote in the review board"),
            Map.entry("principals", "settle the disagreement for good"),
            Map.entry("appeal", "decide the appeal"),
            Map.entry("delay-order", "act on the order of the appeals office"));

    private final Agencies agencies;

    Offices(Agencies agencies) {
        this.agencies = agencies;
    }

    /** By holder, as within a sentence. */
    Map<String, String> names() {
        var names = new HashMap<>(OTHERS);
        names.putAll(agencies.shortNames());
        return names;
    }

    /** By holder, as at the beginning of a sentence or in a table. */
    Map<String, String> titles() {
        var titles = new HashMap<String, String>();
        names().forEach((holder, name) -> titles.put(holder, capitalized(name)));
        return titles;
    }

    /** What whoever holds a clock has its time for: they have until then to … */
    static String taskOf(String clock) {
        return TASKS.getOrDefault(clock, clock.replace('-', ' '));
    }

    static Map<String, String> tasks() {
        return TASKS;
    }

    static String capitalized(String words) {
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
