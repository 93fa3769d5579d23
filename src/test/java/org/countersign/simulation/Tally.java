package org.countersign.simulation;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** How often what happened. */
final class Tally {

    private final Map<String, Long> counts = new ConcurrentSkipListMap<>();

    void add(String what) {
        add(what, 1);
    }

    void add(String what, long times) {
        counts.merge(what, times, Long::sum);
    }

    Map<String, Long> counts() {
        return counts;
    }
}
