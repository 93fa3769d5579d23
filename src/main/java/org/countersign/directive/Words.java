package org.countersign.directive;

import java.util.List;

/** Sentences that more than one form says. */
final class Words {

    private static final int MOST_NAMES = 10;

    private Words() {}

    static String nobodyKnows(String what, List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES)));
        String more = names.size() > MOST_NAMES ? " and %d more".formatted(names.size() - MOST_NAMES) : "";
        return names.size() == 1
                ? "Nobody knows this %s: %s.".formatted(what, shown)
                : "Nobody knows these %ss: %s%s.".formatted(what, shown, more);
    }
}
