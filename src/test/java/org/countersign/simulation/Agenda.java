package org.countersign.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What somebody means to do, and when: the one queue of the simulated year. Steps of different cases at the
 * same hour are taken side by side, as people do; those of one case one after the other.
 */
final class Agenda implements AutoCloseable {

    /** Few enough moves of the clock for a year to pass quickly, many enough for steps to meet deadlines. */
    private static final long GRID = Duration.ofHours(1).toMillis();

    /** @param of the case the step belongs to */
    private record Entry(String of, Instant at, long order, Runnable step) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparing(Entry::order));
    private final ExecutorService people;
    private long added;

    Agenda(int peopleAtOnce) {
        this.people = Executors.newFixedThreadPool(peopleAtOnce);
    }

    /** On the hour. */
    void add(String of, Instant at, Runnable step) {
        long ticks = Math.floorDiv(at.toEpochMilli() + GRID - 1, GRID);
        addExactly(of, Instant.ofEpochMilli(ticks * GRID), step);
    }

    synchronized void addExactly(String of, Instant at, Runnable step) {
        entries.add(new Entry(of, at, added++, step));
    }

    synchronized Optional<Instant> next() {
        return Optional.ofNullable(entries.peek()).map(Entry::at);
    }

    /** Does what is due by the given moment. How many steps that were. */
    int runUntil(Instant moment) {
        int done = 0;
        for (var due = due(moment); !due.isEmpty(); due = due(moment)) {
            run(due.values());
            done += due.values().stream().mapToInt(List::size).sum();
        }
        return done;
    }

    private synchronized Map<String, List<Runnable>> due(Instant moment) {
        var due = new LinkedHashMap<String, List<Runnable>>();
        while (!entries.isEmpty() && !entries.peek().at().isAfter(moment)) {
            Entry entry = entries.poll();
            due.computeIfAbsent(entry.of(), of -> new ArrayList<>()).add(entry.step());
        }
        return due;
    }

    private void run(Collection<List<Runnable>> casesWithSteps) {
        List<Callable<Void>> work = new ArrayList<>();
        for (List<Runnable> steps : casesWithSteps) {
            work.add(() -> {
                steps.forEach(Runnable::run);
                return null;
            });
        }
        try {
            for (Future<Void> done : people.invokeAll(work)) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A step of the simulation failed", e.getCause());
        }
    }

    @Override
    public void close() {
        people.shutdownNow();
    }
}
