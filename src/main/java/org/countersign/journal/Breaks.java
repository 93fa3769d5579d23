package org.countersign.journal;

import java.util.ArrayList;
import java.util.List;

/** What a verification finds wrong, in plain words; after so many it only counts. */
final class Breaks {

    private static final int MOST = 200;

    private final List<String> lines = new ArrayList<>();
    private long more;

    void add(String words, Object... values) {
        if (lines.size() < MOST) {
            lines.add(words.formatted(values));
        } else {
            more++;
        }
    }

    List<String> lines() {
        List<String> all = new ArrayList<>(lines);
        if (more > 0) {
            all.add("and %,d more".formatted(more));
        }
        return all;
    }
}
