package org.countersign.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.countersign.application.Applications;
import org.countersign.clock.ClockLedger;
import org.countersign.journal.Journal;
import org.countersign.journal.PublishedTree;
import org.countersign.license.ChangeCondition;
import org.countersign.signoff.AddAgency;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.Attempts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/**
 * A year of applications of all kinds and of people with all habits, on the test clock; and what must hold of
 * every case at its end. Too long for every build, so no name that a build looks for:
 * {@code mvn -q test -Dtest=SimulatedYear -Dsimulation.applications=5000 -Dsimulation.seed=7}.
 */
@CountersignTest
@TestPropertySource(
        properties = {
            // As in a run without a mail server: notices stay in the mailbox.
            "spring.mail.host=false",
            "logging.level.org.countersign.notification=warn"
        })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatedYear {

    private static final int MOST_SHOWN = 20;

    private final int applications = Integer.getInteger("simulation.applications", 5_000);
    private final long seed = Long.getLong("simulation.seed", 7);
    private final Tally tally = new Tally();
    private final List<String> deadlines = new ArrayList<>();
    private final List<String> counts = new ArrayList<>();
    private Map<String, SimulatedCase> cases;

    @Autowired
    private LabApi api;

    @Autowired
    private Staff staff;

    @Autowired
    private TimeMachine time;

    @Autowired
    private Clock clock;

    @Autowired
    private ProcessEngine engine;

    @Autowired
    private JdbcClient db;

    @Autowired
    private Journal journal;

    @Autowired
    private PublishedTree tree;

    @Autowired
    private AddAgency addAgency;

    @Autowired
    private ChangeCondition changeCondition;

    @Autowired
    private Applications register;

    @Autowired
    private ClockLedger ledger;

    @Autowired
    private Attempts attempts;

    @BeforeAll
    void letTheYearPass() {
        Instant begin = clock.instant();
        long began = System.nanoTime();
        var agenda = new Agenda(Integer.getInteger("simulation.people", 2));
        var people = new People(engine.getIdentityService());
        people.takeTheirSeats();
        var applicants = new Applicants(api, agenda, tally, clock, seed);
        var desk = new Desk(agenda, people, staff, engine.getTaskService(), tally, clock);
        var offices = new Offices(desk, tally, addAgency, register, changeCondition, attempts);
        cases = applicants.cases();
        int steps = new Year(time, agenda, new Feed(db, clock), applicants, offices, db)
                .pass(applications, Duration.ofDays(365));
        agenda.close();
        say("%,d applications with seed %d: %s to %s on the test clock, %,d steps of people, %d s and %d s of CPU"
                .formatted(applications, seed, begin, clock.instant(), steps, secondsSince(began), secondsOfCpu()));
        cases.values().forEach(this::recount);
        say("Recounted and checked after %d s".formatted(secondsSince(began)));
    }

    private void recount(SimulatedCase of) {
        Chronicle chronicle = Chronicle.of(of.reference(), db);
        List<RecountedClock> clocks = RecountedClock.in(chronicle);
        clocks.forEach(any -> tally.add("clock recounted"));
        deadlines.addAll(new DeadlineCheck(db).violationsIn(of, clocks));
        counts.addAll(new CountCheck(ledger).violationsIn(of, chronicle, clocks, clock.instant()));
    }

    @AfterAll
    void report() throws IOException {
        String text = new Report(db, cases.keySet()).text(tally);
        say(text);
        Files.writeString(Path.of("target", "simulated-year.txt"), text);
    }

    @Test
    void everyCaseEndsInExactlyOneOutcome() {
        assertThat(cases).hasSize(applications);
        assertNone(new OutcomeCheck(db, cases.keySet()).casesWithoutExactlyOneOutcome());
    }

    @Test
    void noDeadlineIsMissedWithoutARecordAndNoneRecordedWithoutCause() {
        assertNone(deadlines);
    }

    @Test
    void theLedgersDaysAreThoseRecountedFromTheJournal() {
        assertNone(counts);
    }

    @Test
    void theJournalsChainHoldsFromEndToEnd() {
        var chain = new ChainCheck(journal, tree);
        assertThat(chain.breaks()).isEmpty();
        say("The journal's tree holds over %,d entries".formatted(chain.length()));
    }

    @Test
    void noLicenseIsWithoutWhatTheRulesDemand() {
        assertNone(new OutcomeCheck(db, cases.keySet()).licensesAgainstTheRules());
    }

    private static void assertNone(List<String> violations) {
        assertThat(violations.stream().limit(MOST_SHOWN).toList())
                .as("%d violations", violations.size())
                .isEmpty();
    }

    private static long secondsSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toSeconds();
    }

    /** Of the program; the database and its peers not counted. */
    private static long secondsOfCpu() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toSeconds();
    }

    /** The command prints its counts: that is what it is for. */
    private static void say(String text) {
        System.out.println(text);
    }
}
