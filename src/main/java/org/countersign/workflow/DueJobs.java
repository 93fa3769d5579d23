package org.countersign.workflow;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Moves time forward as it would have passed: from due date to due date, running at each what is due
 * then, so that a timer set by another timer fires on its own day. For the test clock only.
 */
@Component
public class DueJobs {

    private static final Logger LOG = LoggerFactory.getLogger(DueJobs.class);

    private final ManagementService management;
    private final JobThreads threads;
    private final Clock clock;

    DueJobs(@Lazy ManagementService management, JobThreads threads, Clock clock) {
        this.management = management;
        this.threads = threads;
        this.clock = clock;
    }

    /**
     * Moves the clock to the given moment and runs every job that falls due on the way, in its order: nobody else runs any
     * meanwhile, so that the clock does not pass over what a job that is not committed yet makes due.
     */
    public void advanceTo(Instant target) {
        threads.restDuring(() -> advanceAloneTo(target));
    }

    private void advanceAloneTo(Instant target) {
        for (Instant next = runDueAndFindNext(target); next != null; next = runDueAndFindNext(target)) {
            moveTo(next);
        }
        moveTo(target);
        runDue();
    }

    /** The clock runs on meanwhile: what falls due while others are run is next, not passed over. */
    private Instant runDueAndFindNext(Instant target) {
        Instant begun = clock.instant();
        runDue();
        return nextDue(begun, target);
    }

    /** Runs what is due now, and what that makes due, until nothing is. A job that fails is left to its retries. */
    public void runDue() {
        Set<String> failed = new HashSet<>();
        boolean ranOne = true;
        while (ranOne) {
            ranOne = false;
            for (Job job : due()) {
                if (!failed.contains(job.getId())) {
                    ranOne = true;
                    run(job, failed);
                }
            }
        }
    }

    private void run(Job job, Set<String> failed) {
        try {
            management.executeJob(job.getId());
        } catch (RuntimeException e) {
            failed.add(job.getId());
            LOG.info("Job {} did not succeed: {}", job.getId(), e.getMessage());
        }
    }

    private List<Job> due() {
        return management
                .createJobQuery()
                .active()
                .executable()
                .orderByJobDuedate()
                .asc()
                .listPage(0, 200);
    }

    private Instant nextDue(Instant after, Instant target) {
        List<Job> waiting = management
                .createJobQuery()
                .active()
                .withRetriesLeft()
                .duedateHigherThan(Date.from(after))
                .duedateLowerThan(Date.from(target))
                .orderByJobDuedate()
                .asc()
                .listPage(0, 1);
        return waiting.isEmpty() ? null : waiting.get(0).getDuedate().toInstant();
    }

    private void moveTo(Instant moment) {
        // An offset, not a fixed time: the clock keeps running after it was moved.
        long ahead = moment.toEpochMilli() - clock.millis();
        if (ahead > 0) {
            long offsetNow = clock.millis() - System.currentTimeMillis();
            ClockUtil.offset(offsetNow + ahead);
        }
    }
}
