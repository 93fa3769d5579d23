package org.countersign.demo;

import jakarta.annotation.PostConstruct;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.countersign.problem.Invalid;
import org.countersign.workflow.DueJobs;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * The test clock of the demonstration. It moves only forward, and the database remembers how far, so that
 * a restart does not turn time back.
 */
@Demo
@ConditionalOnProperty(name = "countersign.clock", havingValue = "test")
@RestController
class DemoClock {

    private static final Period FURTHEST_AT_ONCE = Period.ofYears(10);

    private final JdbcClient db;
    private final DueJobs dueJobs;
    private final Clock clock;

    DemoClock(JdbcClient db, DueJobs dueJobs, Clock clock) {
        this.db = db;
        this.dueJobs = dueJobs;
        this.clock = clock;
    }

    record Move(String advance) {}

    record Now(Instant now) {}

    @PostConstruct
    void resume() {
        db.sql("SELECT extract(epoch FROM clock_offset) FROM demo")
                .query(Double.class)
                .optional()
                .ifPresent(seconds -> ClockUtil.offset((long) (seconds * 1000)));
    }

    @PostMapping("/demo/clock")
    synchronized Now advance(@RequestBody Move move) {
        Instant now = clock.instant();
        Instant target = targetOf(move, now);
        dueJobs.advanceTo(target);
        db.sql("UPDATE demo SET clock_offset = make_interval(secs => ?)")
                .param((clock.millis() - System.currentTimeMillis()) / 1000.0)
                .update();
        return new Now(clock.instant());
    }

    private static Instant targetOf(Move move, Instant now) {
        if (move.advance() == null) {
            throw new Invalid("advance", "Say how far, such as P31D or PT2H.");
        }
        OffsetDateTime target;
        try {
            OffsetDateTime start = now.atOffset(ZoneOffset.UTC);
            target = move.advance().contains("T")
                    ? start.plus(Duration.parse(move.advance()))
                    : start.plus(Period.parse(move.advance()));
        } catch (DateTimeException | ArithmeticException e) {
            throw new Invalid("advance", "Expected an ISO-8601 period, such as P31D or PT2H.");
        }
        if (target.toInstant().isBefore(now)
                || target.isAfter(now.atOffset(ZoneOffset.UTC).plus(FURTHEST_AT_ONCE))) {
            throw new Invalid("advance", "The clock moves forward only, at most ten years at once.");
        }
        return target.toInstant();
    }
}
