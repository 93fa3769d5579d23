package org.countersign.appeal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.NoTrace;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.Reasons;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rule 9: what can be appealed, by whom, and until when. */
@CountersignTest
class AppealFilingTest {

    private static final String WORDS = "The investigation of the parent company was closed in May.";

    @Autowired
    private TestCases cases;

    @Autowired
    private LabApi api;

    @Autowired
    private TimeMachine time;

    @Autowired
    private Staff staff;

    @Autowired
    private Appeals appeals;

    @Autowired
    private AppealWindows windows;

    @Autowired
    private JdbcClient db;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            ''                                                                  | 400 |
            {}                                                                  | 422 | ground
            {"ground":"denial"}                                                 | 422 | text
            {"ground":"denial","text":""}                                       | 422 | text
            {"ground":"denial","text":" \\u2003 \\n "}                          | 422 | text
            {"ground":"everything","text":"This is long enough to be read."}    | 422 | ground
            {"ground":"","text":"This is long enough to be read."}              | 422 | ground
            {"ground":["denial"],"text":"This is long enough to be read."}      | 422 | ground
            {"ground":"denial","text":"This is long enough.","subject":"other"} | 409 |
            {"ground":"condition","text":"This is long enough to be read."}     | 409 |
            {"ground":"suspension","text":"This is long enough to be read."}    | 409 |
            {"ground":"missed-deadline","text":"This is long enough, really."}  | 409 |
            """)
    void refusesWhatIsNoAppealAndStoresNothing(String body, int status, String field) {
        Case acme = cases.referred();
        var answer = new NoTrace(db).of(() -> post(LabApi.AURORA, acme, body));
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        if (field != null) {
            assertThat(answer.json().get("errors").findValuesAsText("field")).contains(field);
        }
        assertThat(appeals.of(acme.id())).isEmpty();
    }

    @Test
    void refusesWordsLongerThanAnybodyReads() {
        Case acme = cases.referred();
        var answer = post(LabApi.AURORA, acme, "{\"ground\":\"denial\",\"text\":\"%s\"}".formatted("x".repeat(20_001)));
        assertThat(answer.status()).isEqualTo(422);
    }

    @Test
    void aShortAppealOfTheLastMinuteCounts() {
        Case acme = cases.denied();
        var answer = post(LabApi.AURORA, acme, "{\"ground\":\"denial\",\"text\":\"No.\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(appeals.of(acme.id())).singleElement().satisfies(appeal -> assertThat(appeal.text())
                .isEqualTo("No."));
    }

    @Test
    void anotherLabsApplicationIsNotThere() {
        Case acme = cases.denied();
        assertThat(files(LabApi.BOREALIS, acme, "denial").status()).isEqualTo(404);
        assertThat(appeals.of(acme.id())).isEmpty();
    }

    @Test
    void saysInPlainWordsWhyThereIsNothingToAppeal() {
        Case acme = cases.referred();
        assertThat(files(LabApi.AURORA, acme, "denial").json().get("detail").asText())
                .isEqualTo("There is no denial to appeal.");
        assertThat(files(LabApi.AURORA, acme, "missed-deadline")
                        .json()
                        .get("detail")
                        .asText())
                .isEqualTo("No missed deadline is on record for this application.");
    }

    @Test
    void rule9ADenialCanBeAppealedFor45DaysAndNoLonger() {
        Case acme = cases.denied();
        Case late = cases.denied();
        // The second case was denied 45 days after the first; so only the first has run out below.
        time.advance(Duration.ofDays(1));

        var refused = files(LabApi.AURORA, acme, "denial");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("detail").asText()).startsWith("The time to appeal this ended on ");
        assertThat(appeals.of(acme.id())).isEmpty();

        time.advance(Duration.ofDays(43));
        assertThat(files(LabApi.AURORA, late, "denial").status()).isEqualTo(201);
    }

    @Test
    void rule9AnAppealInTheVerySecondInWhichTheTimeEndsIsInTime() {
        var window = new AppealWindow(Instant.parse("2026-12-24T10:00:00.250Z"));
        assertThat(window.isOpenAt(Instant.parse("2026-12-24T10:00:00.000Z"))).isTrue();
        assertThat(window.isOpenAt(Instant.parse("2026-12-24T10:00:00.999Z"))).isTrue();
        assertThat(window.isOpenAt(Instant.parse("2026-12-24T10:00:01.000Z"))).isFalse();
    }

    @Test
    void rule9TheDaysToAppealDoNotRunWhileAnotherAppealOfTheCaseIsPending() {
        Case acme = cases.concurred();
        time.advance(Duration.ofDays(5)); // Commerce misses its deadline
        staff.complete("commerce.director", cases.task(acme, "countersign"), TestCases.REFUSE);
        time.advance(Duration.ofDays(44)); // one day is left for the deadline; the denial is final tomorrow
        String appeal =
                files(LabApi.AURORA, acme, "missed-deadline").json().get("id").asText();
        time.advance(Duration.ofDays(60));
        assertThat(files(LabApi.AURORA, acme, "denial").json().get("detail").asText())
                .startsWith("Another appeal in this case is pending");
        rules(appeal, "somebody.new");

        time.advance(Duration.ofDays(45).minusMinutes(1));
        assertThat(cases.asTheLabSeesIt(acme).at("/appealable/0/ground").asText())
                .isEqualTo("denial");
        assertThat(files(LabApi.AURORA, acme, "denial").status()).isEqualTo(201);
    }

    @Test
    void rule9AnAppealFiledAfterTheDaysAreOverDoesNotOpenThemAgain() {
        Instant denied = Instant.parse("2026-06-01T12:00:00Z");
        assertThat(windows.of(denied, List.of()).end()).isEqualTo("2026-07-16T12:00:00Z");
        assertThat(windows.of(denied, List.of(appealed("2026-06-30T00:00:00Z", "2026-08-01T00:00:00Z")))
                        .end())
                .isEqualTo("2026-09-15T00:00:00Z");
        assertThat(windows.of(
                                denied,
                                List.of(
                                        appealed("2026-06-30T00:00:00Z", "2026-08-01T00:00:00Z"),
                                        appealed("2026-09-01T00:00:00Z", "2026-09-02T00:00:00Z")))
                        .end())
                .isEqualTo("2026-10-17T00:00:00Z");
        assertThat(windows.of(denied, List.of(appealed("2026-05-30T00:00:00Z", "2026-05-31T00:00:00Z")))
                        .end())
                .isEqualTo("2026-07-16T12:00:00Z");
        assertThat(windows.of(denied, List.of(appealed("2026-07-17T00:00:00Z", "2026-08-01T00:00:00Z")))
                        .end())
                .isEqualTo("2026-07-16T12:00:00Z");
        assertThat(windows.of(denied, List.of(appealed("2026-07-16T12:00:00.900Z", null)))
                        .standsStill())
                .isTrue();
        assertThat(windows.of(denied, List.of(appealed("2026-07-16T12:00:01Z", null)))
                        .end())
                .isEqualTo("2026-07-16T12:00:00Z");
    }

    private static FiledAppeal appealed(String filedAt, String decidedAt) {
        Instant filed = Instant.parse(filedAt);
        return new FiledAppeal(
                "a",
                "b",
                1,
                AppealGround.MISSED_DEADLINE,
                "c",
                WORDS,
                "lab",
                filed,
                filed,
                decidedAt == null
                        ? null
                        : new FiledAppeal.Ruling(
                                FiledAppeal.UPHELD,
                                null,
                                Reasons.forApplicant("So be it."),
                                "x",
                                Instant.parse(decidedAt)));
    }

    @Test
    void rule9EachMatterIsAppealedOnceAndOneAtATime() {
        Case acme = cases.denied();
        time.advance(Duration.ofDays(1));
        assertThat(files(LabApi.AURORA, acme, "denial").status()).isEqualTo(201);

        var again = files(LabApi.AURORA, acme, "denial");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().get("detail").asText()).isEqualTo("This has been appealed already.");
        time.advance(Duration.ofDays(30));
        var another = files(LabApi.AURORA, acme, "missed-deadline");
        assertThat(another.status()).isEqualTo(409);
        assertThat(another.json().get("detail").asText())
                .isEqualTo("Another appeal in this case is pending; wait until it is decided."
                        + " The time to appeal this does not run meanwhile.");
        assertThat(appeals.of(acme.id())).hasSize(1);
    }

    @Test
    void rule9WithoutASubjectTheLatestThatIsNotAppealedYetIsTaken() {
        Case acme = cases.received();
        time.advance(Duration.ofDays(9).plusHours(1)); // intake is late
        staff.complete("intake.officer", cases.task(acme, "checkCompleteness"), TestCases.REFER);
        List.of("oncd", "ostp", "commerce").forEach(agency -> cases.signs(acme, agency, TestCases.CONCUR));
        time.advance(Duration.ofDays(5).plusHours(1)); // and so is Commerce
        var missed = cases.asTheLabSeesIt(acme).get("missedDeadlines").findValuesAsText("id");
        assertThat(missed).hasSize(2).doesNotContain("");

        for (int n = 1; n <= missed.size(); n++) {
            var filed = files(LabApi.AURORA, acme, "missed-deadline");
            assertThat(filed.status()).as(filed.body()).isEqualTo(201);
            assertThat(filed.json().get("subject").asText()).isEqualTo(missed.get(missed.size() - n));
            rules(filed.json().get("id").asText(), "judge." + n);
        }
        assertThat(files(LabApi.AURORA, acme, "missed-deadline")
                        .json()
                        .get("detail")
                        .asText())
                .isEqualTo("This has been appealed already.");
    }

    @Test
    void rule9WhatIsAppealedIsNamedByTheIdTheLabWasTold() {
        Case acme = cases.concurred();
        time.advance(Duration.ofDays(5));
        String late = cases.asTheLabSeesIt(acme).at("/missedDeadlines/0/id").asText();
        var filed = post(
                LabApi.AURORA,
                acme,
                "{\"ground\":\"missed-deadline\",\"subject\":\"%s\",\"text\":\"%s\"}".formatted(late, WORDS));
        assertThat(filed.status()).as(filed.body()).isEqualTo(201);
        assertThat(cases.asTheLabSeesIt(acme).get("appealable")).isEmpty();
    }

    @Test
    void ofTwoAppealsAtTheSameMomentOneIsFiled() throws Exception {
        Case acme = cases.denied();
        var go = new CountDownLatch(1);
        var lab = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> answers = IntStream.range(0, 4)
                    .mapToObj(n -> lab.submit(() -> {
                        go.await();
                        return files(LabApi.AURORA, acme, "denial").status();
                    }))
                    .toList();
            go.countDown();
            var statuses = new java.util.ArrayList<Integer>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            assertThat(statuses).containsExactlyInAnyOrder(201, 409, 409, 409);
        } finally {
            lab.shutdownNow();
        }
        assertThat(appeals.of(acme.id())).hasSize(1);
        assertThat(cases.openTasks(acme)).containsExactly("decideAppeal");
    }

    @Test
    void theDatabaseRefusesTheRulingOfSomebodyWhoTookPartInTheCase() {
        Case acme = cases.denied();
        String appeal = files(LabApi.AURORA, acme, "denial").json().get("id").asText();
        for (String participant : new String[] {"oncd.reviewer", "oncd.director", "commerce.director"}) {
            assertThatThrownBy(() -> rules(appeal, participant))
                    .rootCause()
                    .hasMessageContaining("somebody who took no part in the case");
        }
        rules(appeal, "somebody.new");
        assertThatThrownBy(() -> rules(appeal, "somebody.else")).rootCause().hasMessageContaining("duplicate key");
    }

    @Test
    void whatWasFiledAndRuledStays() {
        for (String attack : new String[] {
            "UPDATE appeal SET text = ''",
            "DELETE FROM appeal",
            "UPDATE appeal_decision SET outcome = 'reversed'",
            "DELETE FROM appeal_decision"
        }) {
            assertThatThrownBy(() -> db.sql(attack).update()).rootCause().hasMessageContaining("permission denied");
        }
    }

    private void rules(String appeal, String by) {
        rules(appeal, by, time.now());
    }

    /** As if the appeals office had, whatever the process waits for. */
    private void rules(String appeal, String by, Instant at) {
        staff.hire(by);
        String[] offices = staff.groupsOf(by).toArray(String[]::new);
        staff.moves(by, "appeals");
        try {
            db.sql(
                            """
                INSERT INTO appeal_decision (appeal_id, outcome, reasons, decided_by, decided_at)
                VALUES (?, 'upheld', 'So be it.', ?, ?)""")
                    .params(appeal, by, at.atOffset(ZoneOffset.UTC))
                    .update();
        } finally {
            staff.moves(by, offices);
        }
    }

    private LabApi.Answer files(String lab, Case acme, String ground) {
        return post(lab, acme, "{\"ground\":\"%s\",\"text\":\"%s\"}".formatted(ground, WORDS));
    }

    private LabApi.Answer post(String lab, Case acme, String body) {
        return api.post(lab, "/api/v1/applications/" + acme.id() + "/appeal", body);
    }
}
