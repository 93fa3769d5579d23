package org.countersign.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.testing.TestCases.CONCUR;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.camunda.bpm.engine.ManagementService;
import org.countersign.journal.Journal;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TestServers;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.AccessReview;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** The ledger of clocks: folded from its events, which follow one another and stay. */
@CountersignTest
class ClockLedgerTest {

    private static final Duration SOON = Duration.ofMinutes(1);

    @Autowired
    private TestCases cases;

    @Autowired
    private TimeMachine time;

    @Autowired
    private ClockLedger ledger;

    @Autowired
    private ManagementService management;

    @Autowired
    private Journal journal;

    @Autowired
    private JdbcClient db;

    @Autowired
    private TransactionTemplate transaction;

    private ClockRun run(Case of, String clock, String holder) {
        return ledger.open(of.id(), clock, holder).orElseThrow();
    }

    private ClockRun wholeCase(Case of) {
        return run(of, ClockLedger.CASE, ClockLedger.CASE);
    }

    private static void close(Instant actual, Instant expected) {
        assertThat(Duration.between(actual, expected).abs()).isLessThan(SOON);
    }

    private static void close(Duration actual, Duration expected) {
        assertThat(actual.minus(expected).abs()).isLessThan(SOON);
    }

    @Test
    void aCaseBeginsWithItsOwnClockAndThatOfIntake() {
        Case acme = cases.received();
        assertThat(ledger.eventsOf(acme.id())).hasSize(2).allSatisfy(event -> {
            assertThat(event.event()).isEqualTo(ClockEvent.STARTED);
            assertThat(event.actor()).isEqualTo("lab-aurora");
            assertThat(event.ground()).isEqualTo("Application received");
            assertThat(event.unit()).isEqualTo("calendar");
        });
        ClockRun whole = wholeCase(acme);
        assertThat(whole.dueOn()).isEqualTo(whole.startedAt().plus(Duration.ofDays(90)));
        ClockRun intake = run(acme, ClockLedger.COMPLETENESS, ClockLedger.INTAKE);
        assertThat(intake.dueOn()).isEqualTo(intake.startedAt().plus(Duration.ofDays(9)));
    }

    @Test
    void leavesPausesOutOfWhatItCountsAndAddsThemToTheDeadline() {
        Case acme = cases.received();
        Instant start = time.now();
        time.advance(Duration.ofDays(2));
        String request = cases.intakeAsks(acme, "Who owns the rest?");

        time.advance(Duration.ofDays(5));
        ClockRun paused = run(acme, ClockLedger.COMPLETENESS, ClockLedger.INTAKE);
        assertThat(paused.isPaused()).isTrue();
        close(paused.countedAt(time.now()), Duration.ofDays(2));
        close(paused.dueOn(), paused.pausedUntil().plus(Duration.ofDays(7)));

        assertThat(cases.answers(acme, request, "Nobody but Jane.").status()).isEqualTo(200);
        time.advance(Duration.ofDays(1));
        ClockRun again = run(acme, ClockLedger.COMPLETENESS, ClockLedger.INTAKE);
        assertThat(again.isRunning()).isTrue();
        assertThat(again.startedAt()).isEqualTo(paused.startedAt());
        close(again.countedAt(time.now()), Duration.ofDays(3));
        close(again.dueOn(), start.plus(Duration.ofDays(9 + 5)));
    }

    @Test
    void aPauseHasAnActorAnAgencyAGroundAndACapInWorkingDays() {
        Case acme = cases.referred();
        cases.asks(acme, "oncd", "Which logs do you keep?");
        ClockEvent pause = ledger.eventsOf(acme.id()).stream()
                .filter(event -> event.event().equals(ClockEvent.PAUSED))
                .findFirst()
                .orElseThrow();
        assertThat(pause.actor()).isEqualTo("oncd.director");
        assertThat(pause.holder()).isEqualTo("oncd");
        assertThat(pause.ground()).isEqualTo("Question to the applicant: Which logs do you keep?");
        assertThat(pause.days()).isEqualTo(20);
        assertThat(pause.unit()).isEqualTo("working");
        assertThat(pause.dueOn()).isEqualTo(WorkingDays.after(pause.at(), 20));
    }

    @Test
    void theCaseRunsOnWhileAnyOfficeHasAMoveAndStandsStillWhenOnlyTheApplicantHas() {
        Case acme = cases.referred();
        String ofOncd = cases.asks(acme, "oncd", "Which logs do you keep?");
        assertThat(wholeCase(acme).isRunning()).isTrue();

        cases.signs(acme, "ostp", CONCUR);
        String ofCommerce = cases.asks(acme, "commerce", "Who is your landlord?");
        assertThat(wholeCase(acme).isPaused()).isTrue();
        assertThat(wholeCase(acme).ground()).isEqualTo("Only the applicant has a move");
        assertThat(cases.status(acme)).isEqualTo("waiting-for-applicant");

        cases.answers(acme, ofOncd, "All of them.");
        assertThat(wholeCase(acme).isRunning()).isTrue();
        assertThat(cases.status(acme)).isEqualTo("in-review");

        cases.signs(acme, "oncd", CONCUR);
        assertThat(wholeCase(acme).isPaused()).isTrue();
        cases.answers(acme, ofCommerce, "The city.");
        cases.signs(acme, "commerce", CONCUR);
        assertThat(wholeCase(acme).isRunning()).isTrue();
        assertThat(cases.openTasks(acme)).containsExactly("countersign");
    }

    @Test
    void theTimerOfTheDecisionWaitsForTheMovedDeadline() {
        Case acme = cases.received();
        close(decisionTimer(acme), time.now().plus(Duration.ofDays(90)));
        String request = cases.intakeAsks(acme, "Who owns the rest?");
        close(decisionTimer(acme), wholeCase(acme).dueOn());
        time.advance(Duration.ofDays(10));
        cases.answers(acme, request, "Nobody but Jane.");
        assertThat(decisionTimer(acme)).isEqualTo(wholeCase(acme).dueOn());
        close(decisionTimer(acme), time.now().plus(Duration.ofDays(90)));
    }

    private Instant decisionTimer(Case of) {
        return management
                .createJobQuery()
                .processInstanceId(cases.instance(of, AccessReview.KEY).getId())
                .activityId(AccessReview.DECISION_OVERDUE)
                .singleResult()
                .getDuedate()
                .toInstant();
    }

    @Test
    void everyClockStopsWhenTheCaseEnds() {
        Case acme = cases.approved();
        assertThat(ledger.of(acme.id())).extracting(ClockRun::state).hasSize(6).containsOnly(ClockRun.STOPPED);
        time.advance(Duration.ofDays(3));
        assertThat(ledger.of(acme.id()))
                .allSatisfy(run -> assertThat(run.countedAt(time.now())).isLessThan(SOON));
    }

    @Test
    void theJournalTellsTheSameStoryAsTheLedger() throws Exception {
        Case acme = cases.referred();
        String request = cases.asks(acme, "oncd", "Which logs do you keep?");
        cases.answers(acme, request, "All of them.");
        cases.withdraws(acme);

        List<ClockEvent> events = ledger.eventsOf(acme.id());
        List<Journal.JournalEntry> told = journal.about(acme.reference()).stream()
                .filter(entry -> entry.action().startsWith("clock-"))
                .toList();
        assertThat(told).hasSameSizeAs(events);
        for (int i = 0; i < told.size(); i++) {
            JsonNode content = new ObjectMapper().readTree(told.get(i).content());
            assertThat(told.get(i).action()).isEqualTo("clock-" + events.get(i).event());
            assertThat(told.get(i).actor()).isEqualTo(events.get(i).actor());
            assertThat(content.get("clock").asText()).isEqualTo(events.get(i).clock());
            assertThat(content.get("holder").asText()).isEqualTo(events.get(i).holder());
            assertThat(content.get("ground").asText()).isEqualTo(events.get(i).ground());
            assertThat(Instant.parse(content.get("at").asText()))
                    .isEqualTo(events.get(i).at());
        }
    }

    @Test
    void startingTwiceStoppingTwiceAndResumingWhatRunsChangeNothing() {
        Case acme = cases.received();
        int before = ledger.eventsOf(acme.id()).size();
        transaction.executeWithoutResult(status -> {
            ledger.start(acme.id(), ClockLedger.COMPLETENESS, ClockLedger.INTAKE, "system", "again");
            ledger.resume(acme.id(), ClockLedger.COMPLETENESS, ClockLedger.INTAKE, "system", "again");
            ledger.stop(acme.id(), ClockLedger.SIGN_OFF, "oncd", "system", "never started");
        });
        assertThat(ledger.eventsOf(acme.id())).hasSize(before);
    }

    @Test
    void refusesToPauseAClockThatDoesNotRun() {
        Case acme = cases.referred();
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> ledger.pauseForAnswer(
                        acme.id(), ClockLedger.COMPLETENESS, ClockLedger.INTAKE, "system", "too late")))
                .rootCause()
                .hasMessageContaining("the clock completeness of intake cannot be paused now");
        assertThatThrownBy(() -> ledger.due(acme.id(), ClockLedger.COMPLETENESS, ClockLedger.INTAKE))
                .isInstanceOf(IllegalStateException.class);
    }

    /** Events of one clock one after another; the last is refused. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "paused",
                "resumed",
                "stopped",
                "started started",
                "started resumed",
                "started paused paused",
                "started paused started",
                "started stopped stopped",
                "started stopped paused",
                "started stopped resumed",
                "started paused resumed resumed",
                "started paused resumed started",
                "started paused stopped resumed"
            })
    void theDatabaseRefusesAnEventOutOfOrder(String events) {
        Case acme = cases.received();
        String[] all = events.split(" ");
        for (int i = 0; i < all.length - 1; i++) {
            insert(acme, all[i], time.now());
        }
        String last = all[all.length - 1];
        assertThatThrownBy(() -> insert(acme, last, time.now()))
                .rootCause()
                .hasMessageContaining("the clock test of tester cannot be " + last + " now");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"started stopped started", "started paused stopped", "started paused resumed paused stopped"})
    void theDatabaseTakesEventsInOrder(String events) {
        Case acme = cases.received();
        for (String event : events.split(" ")) {
            assertThatCode(() -> insert(acme, event, time.now())).doesNotThrowAnyException();
        }
    }

    @Test
    void theDatabaseRefusesAnEventBeforeTheOneItFollows() {
        Case acme = cases.received();
        insert(acme, "started", time.now());
        assertThatThrownBy(() -> insert(acme, "stopped", time.now().minusSeconds(3_600)))
                .rootCause()
                .hasMessageContaining("cannot be stopped now");
    }

    private void insert(Case of, String event, Instant at) {
        boolean stopped = event.equals("stopped");
        db.sql(
                        """
                INSERT INTO clock_event (application_id, clock, holder, event, at, actor, ground, days, unit, due_on)
                VALUES (?, 'test', 'tester', ?, ?, 'system', 'a test', ?, ?, ?)""")
                .params(
                        of.id(),
                        event,
                        at.atOffset(ZoneOffset.UTC),
                        event.equals("started") ? 5 : null,
                        event.equals("started") ? "calendar" : null,
                        stopped ? null : at.plusSeconds(60).atOffset(ZoneOffset.UTC))
                .update();
    }

    /** What is not enough for an event: each misses one thing. */
    @ParameterizedTest
    @CsvSource({
        "'started', 'system', 'ground', NULL, NULL, now()",
        "'started', 'system', 'ground', 5, NULL, now()",
        "'started', 'system', 'ground', 5, 'lunar', now()",
        "'started', 'system', 'ground', 0, 'calendar', now()",
        "'started', 'system', 'ground', 5, 'calendar', NULL",
        "'started', '', 'ground', 5, 'calendar', now()",
        "'started', 'system', '', 5, 'calendar', now()",
        "'forgotten', 'system', 'ground', 5, 'calendar', now()"
    })
    void theDatabaseRefusesAnEventWithoutActorGroundOrDays(
            String event, String actor, String ground, String days, String unit, String due) {
        Case acme = cases.received();
        String values =
                String.join(", ", quoted(event), "now()", quoted(actor), quoted(ground), days, quoted(unit), due);
        assertThatThrownBy(() -> db.sql(
                                """
                        INSERT INTO clock_event (application_id, clock, holder, event, at, actor, ground, days, unit, due_on)
                        VALUES (?, 'test', 'tester', %s)"""
                                        .formatted(values))
                        .param(acme.id())
                        .update())
                .rootCause()
                .hasMessageContaining("clock");
    }

    private static String quoted(String text) {
        return text.equals("NULL") ? text : "'" + text + "'";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE countersign.clock_event SET at = at - interval '9 days'",
                "DELETE FROM countersign.clock_event",
                "UPDATE countersign.missed_deadline SET due_on = now()",
                "DELETE FROM countersign.missed_deadline"
            })
    void whatTheLedgerSaysStays(String attack) {
        Case acme = cases.received();
        transaction.executeWithoutResult(status ->
                ledger.stop(acme.id(), ClockLedger.CASE, ClockLedger.CASE, "system", "so that there is a row"));
        aMissedDeadlineOf(acme);
        assertThatThrownBy(() -> db.sql(attack).update()).rootCause().hasMessageContaining("permission denied");
        assertThatThrownBy(() -> asOwner().sql(attack).update())
                .rootCause()
                .hasMessageContaining("its rows are only ever added");
    }

    private void aMissedDeadlineOf(Case of) {
        db.sql(
                        """
                INSERT INTO missed_deadline (id, application_id, clock, holder, due_on, recorded_at)
                VALUES (gen_random_uuid(), ?, 'test', 'tester', now(), now())""")
                .param(of.id())
                .update();
    }

    private static JdbcClient asOwner() {
        return JdbcClient.create(new DriverManagerDataSource(
                TestServers.DATABASE.url(), TestServers.DATABASE.ownerUser(), TestServers.DATABASE.ownerPassword()));
    }
}
