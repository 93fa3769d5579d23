package org.countersign.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.countersign.workflow.DueJobs;
import org.springframework.boot.test.context.TestComponent;

/** The one test clock, for the engine and our code alike. */
@TestComponent
public class TimeMachine {

    private final DueJobs jobs;
    private final Clock clock;

    TimeMachine(DueJobs jobs, Clock clock) {
        this.jobs = jobs;
        this.clock = clock;
    }

    public Instant now() {
        return clock.instant();
    }

    /** Lets time pass, and everything happen that is due on the way. */
    public void advance(Duration duration) {
        jobs.advanceTo(now().plus(duration));
    }

    /** Runs what is due now. */
    public void runDueJobs() {
        jobs.runDue();
    }
}
