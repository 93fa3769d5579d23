package org.countersign.simulation;

import java.util.Map;
import java.util.TreeMap;

/** How often what happened. */
final class Tally {

    private final Map<String, Long> counts = new TreeMap<>();

    void add(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    Map<String, Long> counts() {
        return counts;
    }
}
