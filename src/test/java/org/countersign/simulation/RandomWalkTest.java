package org.countersign.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.camunda.bpm.engine.ProcessEngine;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A short walk in every build; {@link RandomSequences} is the long one. */
@CountersignTest
class RandomWalkTest {

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
    void whateverPeopleTryNobodyHoldsTwoDuties() throws Exception {
        var walk = new RandomWalk(beans.createBean(WalkDoors.class), engine, time, clock, db);
        walk.goes(7, 500, 2);
        assertThat(walk.faults()).as("%s", walk.tally().counts()).isEmpty();
        assertThat(walk.breaches()).isEmpty();
        assertThat(walk.reached())
                .as("%s", walk.tally().counts())
                .hasEntrySatisfying("votes drafted", times -> assertThat(times).isGreaterThan(25))
                .hasEntrySatisfying(
                        "votes countersigned", times -> assertThat(times).isGreaterThan(15))
                .hasEntrySatisfying(
                        "licenses issued", times -> assertThat(times).isPositive())
                .hasEntrySatisfying(
                        "directives signed by two", times -> assertThat(times).isPositive());
    }
}
