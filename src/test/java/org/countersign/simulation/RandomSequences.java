package org.countersign.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/**
 * 100,000 random sequences of what people do, and then a search for breaches of separation. Too long for every build, so no
 * name that a build looks for: {@code mvn -q test -Dtest=RandomSequences -Dsequences=100000 -Dseed=7}.
 */
@CountersignTest
@TestPropertySource(
        properties = {
            "spring.mail.host=false",
            "logging.level.org.countersign=warn",
            "logging.level.org.countersign.notification=warn"
        })
class RandomSequences {

    private final long sequences = Long.getLong("sequences", 100_000);
    private final long seed = Long.getLong("seed", 7);
    private final int workers = Integer.getInteger("workers", 2);

    @Autowired
    private AutowireCapableBeanFactory beans;

    @Autowired
    private ProcessEngine engine;

    @Autowired
    private TimeMachine time;

    @Autowired
    private Clock clock;

    @Autowired
    private JdbcClient db;

    @Test
    void leadToNoBreachOfSeparation() throws Exception {
        var walk = new RandomWalk(beans.createBean(WalkDoors.class), engine, time, clock, db);
        long began = System.nanoTime();
        walk.goes(seed, sequences, workers);
        long seconds = Math.max(1, Duration.ofNanos(System.nanoTime() - began).toSeconds());
        Map<String, Long> reached = walk.reached();
        Map<String, List<Map<String, Object>>> breaches = walk.breaches();
        walk.tally().counts().forEach((what, times) -> System.out.printf("%,12d  %s%n", times, what));
        reached.forEach((what, times) -> System.out.printf("%,12d  reached: %s%n", times, what));
        System.out.printf(
                "%,d sequences on %,d cases, seed %d, %d workers: %d s, %d a second; breaches: %s%n",
                sequences,
                walk.applications().size(),
                seed,
                workers,
                seconds,
                sequences / seconds,
                breaches.isEmpty() ? "none" : breaches);
        walk.faults().forEach(System.out::println);
        assertThat(breaches).isEmpty();
        assertThat(walk.faults()).isEmpty();
        // Where a walk got nowhere, nothing was tried.
        reached.forEach((what, times) -> assertThat(times)
                .as(what)
                .isGreaterThanOrEqualTo(what.startsWith("votes d") ? sequences / 20 : sequences / 10_000));
    }
}
