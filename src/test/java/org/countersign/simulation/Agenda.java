package org.countersign.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** What somebody means to do, and when: the one queue of the simulated year. */
final class Agenda {

    /** Few enough moves of the clock for a year to pass quickly, many enough for steps to meet deadlines. */
    private static final long GRID = Duration.ofHours(1).toMillis();

    private record Entry(Instant at, long order, Runnable step) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparing(Entry::order));
    private long added;

    /** On the hour. */
    void add(Instant at, Runnable step) {
        long ticks = Math.floorDiv(at.toEpochMilli() + GRID - 1, GRID);
        addExactly(Instant.ofEpochMilli(ticks * GRID), step);
    }

    void addExactly(Instant at, Runnable step) {
        entries.add(new Entry(at, added++, step));
    }

    Optional<Instant> next() {
        return Optional.ofNullable(entries.peek()).map(Entry::at);
    }

    /** Does what is due by the given moment. How many steps that were. */
    int runUntil(Instant moment) {
        int done = 0;
        while (!entries.isEmpty() && !entries.peek().at().isAfter(moment)) {
            entries.poll().step().run();
            done++;
        }
        return done;
    }
}
