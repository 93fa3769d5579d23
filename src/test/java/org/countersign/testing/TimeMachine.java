package org.countersign.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.camunda.bpm.engine.impl.util.ClockUtil;
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

    /** Lets time pass up to a moment, and everything happen that is due on the way. */
    public void advanceTo(Instant moment) {
        jobs.advanceTo(moment);
    }

    /** Lets time pass and nothing happen: what falls due waits, as it does when every node is busy. */
    public void passTo(Instant moment) {
        long offsetNow = clock.millis() - System.currentTimeMillis();
        long ahead = moment.toEpochMilli() - clock.millis();
        if (ahead > 0) {
            ClockUtil.offset(offsetNow + ahead);
        }
    }

    /** Runs what is due now. */
    public void runDueJobs() {
        jobs.runDue();
    }
}
