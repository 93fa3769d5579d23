package org.countersign.records;

import java.util.Map;
import java.util.regex.Pattern;

/** What an application or its screening says, and the risk assessment says again in words of its own. */
final class Retold {

    /** By the criterion under which points were given: the fields that it weighs. */
    private static final Map<String, Pattern> WEIGHED = Map.of(
            "CR-01", Pattern.compile("submission\\.releaseId"),
            "CR-02", Pattern.compile("submission\\.useCase\\.domain"),
            "CR-03", Pattern.compile("submission\\.useCase\\.accessMode"),
            "CR-04", Pattern.compile("submission\\.useCase\\.population\\.users"),
            "CR-05", Pattern.compile("submission\\.useCase\\.population\\.foreignPersons"),
            "CR-06", Pattern.compile("submission\\.customer\\.country"),
            "CR-07", Pattern.compile("submission\\.customer\\.ultimateParent\\.country"),
            "CR-08", Pattern.compile("submission\\.customer\\.beneficialOwners\\.\\d+\\.country"),
            "CR-09", Pattern.compile("hit\\..*\\.resolution"),
            "CR-10", Pattern.compile("submission\\.safeguards.*"));

    private static final Pattern RISK = Pattern.compile("risk\\.(CR-\\d+)\\.\\d+");

    private Retold() {}

    static boolean in(Passage passage, Passage field) {
        var risk = RISK.matcher(passage.id());
        return risk.matches()
                && WEIGHED.containsKey(risk.group(1))
                && WEIGHED.get(risk.group(1)).matcher(field.id()).matches();
    }
}
