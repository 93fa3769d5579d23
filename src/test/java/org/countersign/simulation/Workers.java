package org.countersign.simulation;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.runtime.Job;
import org.countersign.testing.TimeMachine;

/** Several at once, as the nodes of a system are: they run what is due while time goes on in steps. */
final class Workers implements AutoCloseable {

    private static final int MOST_AT_ONCE = 400;

    private final ManagementService management;
    private final TimeMachine time;
    private final Clock clock;
    private final long stepMillis;
    private final ExecutorService threads;
    private long ran;

    Workers(ManagementService management, TimeMachine time, Clock clock, long stepMillis, int count) {
        this.management = management;
        this.time = time;
        this.clock = clock;
        this.stepMillis = stepMillis;
        this.threads = Executors.newFixedThreadPool(count);
    }

    /** Lets time pass up to a moment, from step to step in which something is due. */
    void advanceTo(Instant target) throws Exception {
        runDue();
        for (Instant next = nextDue(); next != null && next.isBefore(target); next = nextDue()) {
            long step = (next.toEpochMilli() / stepMillis + 1) * stepMillis;
            time.passTo(step < target.toEpochMilli() ? Instant.ofEpochMilli(step) : target);
            runDue();
        }
        time.passTo(target);
        runDue();
    }

    long ran() {
        return ran;
    }

    /** Does all of it, several at once. */
    void does(List<Callable<Integer>> work) throws Exception {
        for (Future<Integer> result : threads.invokeAll(work)) {
            ran += result.get();
        }
    }

    private void runDue() throws Exception {
        for (List<Job> due = due(); !due.isEmpty(); due = due()) {
            // One process instance after the other: what the engine calls exclusive.
            List<Callable<Integer>> instances = due.stream()
                    .collect(Collectors.groupingBy(job -> String.valueOf(job.getProcessInstanceId())))
                    .values()
                    .stream()
                    .<Callable<Integer>>map(jobs -> () -> run(jobs))
                    .toList();
            does(instances);
        }
    }

    /** A job that fails twice ends everything: there is no peer here that could fail. */
    private int run(List<Job> jobs) {
        for (Job job : jobs) {
            try {
                management.executeJob(job.getId());
            } catch (OptimisticLockingException e) {
                // Another was at it, as happens between nodes; it is still due.
            } catch (RuntimeException e) {
                again(job, e);
            }
        }
        return jobs.size();
    }

    /** As the engine does; a job that somebody's step has meanwhile taken away is no job any more. */
    private void again(Job job, RuntimeException first) {
        try {
            management.executeJob(job.getId());
        } catch (RuntimeException second) {
            if (management.createJobQuery().jobId(job.getId()).count() > 0) {
                second.addSuppressed(first);
                throw second;
            }
        }
    }

    private List<Job> due() {
        return management
                .createJobQuery()
                .active()
                .executable()
                .orderByJobDuedate()
                .asc()
                .listPage(0, MOST_AT_ONCE);
    }

    private Instant nextDue() {
        List<Job> waiting = management
                .createJobQuery()
                .active()
                .withRetriesLeft()
                .duedateHigherThan(Date.from(clock.instant()))
                .orderByJobDuedate()
                .asc()
                .listPage(0, 1);
        return waiting.isEmpty() ? null : waiting.get(0).getDuedate().toInstant();
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
