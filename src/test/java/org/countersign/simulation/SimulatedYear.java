package org.countersign.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import org.camunda.bpm.engine.ProcessEngine;
import org.countersign.application.Applications;
import org.countersign.signoff.AddAgency;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.Attempts;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

@CountersignTest
@TestPropertySource(
        properties = {
            // As in a run without a mail server: notices stay in the mailbox.
            "spring.mail.host=false",
            "logging.level.org.countersign.notification=warn"
        })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatedYear {

    @Autowired
    LabApi api;

    @Autowired
    Staff staff;

    @Autowired
    TimeMachine time;

    @Autowired
    Clock clock;

    @Autowired
    ProcessEngine engine;

    @Autowired
    JdbcClient db;

    @Autowired
    AddAgency addAgency;

    @Autowired
    Applications applications;

    @Autowired
    Attempts attempts;

    @BeforeAll
    void pass() {
        var agenda = new Agenda();
        var tally = new Tally();
        long seed = Long.getLong("simulation.seed", 7);
        var people = new People(engine.getIdentityService());
        people.takeTheirSeats();
        var applicants = new Applicants(api, agenda, tally, clock, seed);
        var desk = new Desk(agenda, people, staff, engine.getTaskService(), tally, clock);
        var offices = new Offices(desk, tally, addAgency, applications, attempts, false);
        long begin = System.nanoTime();
        int steps = new Year(time, agenda, new Feed(db), applicants, offices, db)
                .pass(Integer.getInteger("simulation.applications", 5000), Duration.ofDays(365));
        tally.counts().forEach((what, n) -> System.out.println(n + "\t" + what));
        System.out.println(steps + " steps, cpu "
                + ((com.sun.management.OperatingSystemMXBean)
                                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                                .getProcessCpuTime()
                        / 1e9
                + " wall " + (System.nanoTime() - begin) / 1_000_000_000.0);
    }

    @Test
    void a() {
        assertThat(db.sql("select count(*) from journal").query(Long.class).single())
                .isPositive();
        db.sql("select status, count(*) as n from application group by 1").query(row -> {
            System.out.println(row.getString(1) + " " + row.getLong(2));
        });
    }
}
