package org.countersign.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Steps that begin at the same moment, each in a thread of its own. */
public final class AtOnce {

    private AtOnce() {}

    /** What became of a step: its value, or what it threw. */
    public record Outcome<T>(T value, Throwable failure) {

        public boolean succeeded() {
            return failure == null;
        }
    }

    /** Runs all steps and waits for all; the outcomes come in the order of the steps. */
    public static <T> List<Outcome<T>> run(List<? extends Callable<T>> steps) {
        ExecutorService threads = Executors.newFixedThreadPool(steps.size());
        var together = new CyclicBarrier(steps.size());
        try {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> step : steps) {
                running.add(threads.submit(() -> {
                    together.await();
                    return step.call();
                }));
            }
            List<Outcome<T>> outcomes = new ArrayList<>();
            for (Future<T> step : running) {
                outcomes.add(outcomeOf(step));
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> Outcome<T> outcomeOf(Future<T> step) {
        try {
            return new Outcome<>(step.get(), null);
        } catch (ExecutionException e) {
            return new Outcome<>(null, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
