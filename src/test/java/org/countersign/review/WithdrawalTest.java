package org.countersign.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.testing.TestCases.CONCUR;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.camunda.bpm.engine.task.Task;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.ClockRun;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.NoTrace;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.AccessReview;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An applicant can take an application back until it is decided, at every stage and at any moment. */
@CountersignTest
class WithdrawalTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private LabApi api;

    @Autowired
    private TimeMachine time;

    @Autowired
    private ClockLedger ledger;

    @Autowired
    private JdbcClient db;

    static Stream<Named<Function<TestCases, Case>>> openCases() {
        return Stream.of(
                Named.of("at intake", TestCases::received),
                Named.of("while intake asks", cases -> {
                    Case acme = cases.received();
                    cases.intakeAsks(acme, "Who owns the rest?");
                    return acme;
                }),
                Named.of("with the agencies", TestCases::referred),
                Named.of("while an agency asks", cases -> {
                    Case acme = cases.referred();
                    cases.asks(acme, "oncd", "Which logs do you keep?");
                    return acme;
                }),
                Named.of("while a draft waits", cases -> {
                    Case acme = cases.referred();
                    cases.signs(acme, "oncd", CONCUR);
                    cases.asks(acme, "ostp", "Who trains your people?");
                    return acme;
                }),
                Named.of("with Commerce", TestCases::concurred),
                Named.of("when denial is intended", TestCases::refused),
                Named.of("while a rebuttal is considered", cases -> {
                    Case acme = cases.refused();
                    cases.rebuts(acme, "The investigation is closed.");
                    return acme;
                }));
    }

    @ParameterizedTest
    @MethodSource("openCases")
    void endsTheCaseItsClocksItsTasksAndItsQuestions(Function<TestCases, Case> story) {
        Case acme = story.apply(cases);
        LabApi.Answer withdrawn = cases.withdraws(acme);

        assertThat(withdrawn.status()).as(withdrawn.body()).isEqualTo(200);
        assertThat(withdrawn.json().get("status").asText()).isEqualTo("withdrawn");
        assertThat(withdrawn.json().get("decision").get("reasons").asText()).isEqualTo("The customer has other plans.");
        assertThat(withdrawn.json().get("openRequests")).isEmpty();
        assertThat(withdrawn.json().get("clock").get("running")).isEmpty();
        assertThat(cases.openTasks(acme)).isEmpty();
        assertThat(cases.instance(acme, AccessReview.KEY)).isNull();
        assertThat(ledger.of(acme.id())).extracting(ClockRun::state).containsOnly(ClockRun.STOPPED);
        assertThat(db.sql("SELECT count(*) FROM notice WHERE application_id = ? AND kind = 'withdrawn'")
                        .param(acme.id())
                        .query(Long.class)
                        .single())
                .isEqualTo(2);

        LabApi.Answer again = new NoTrace(db).of(() -> cases.withdraws(acme));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().get("detail").asText())
                .isEqualTo("This application is withdrawn and can no longer be withdrawn.");

        int events = ledger.eventsOf(acme.id()).size();
        time.advance(Duration.ofDays(46)); // nothing of it wakes up again
        assertThat(cases.status(acme)).isEqualTo("withdrawn");
        assertThat(ledger.eventsOf(acme.id())).hasSize(events);
    }

    @Test
    void isRefusedOnceTheCaseIsDecided() {
        Case returned = cases.received();
        staff.complete(
                "intake.officer",
                cases.task(returned, AccessReview.CHECK_COMPLETENESS),
                Map.of("outcome", "return", "note", "Everything is missing."));
        for (Case decided : List.of(cases.approved(), returned)) {
            LabApi.Answer late = new NoTrace(db).of(() -> cases.withdraws(decided));
            assertThat(late.status()).isEqualTo(409);
            assertThat(late.json().get("detail").asText()).endsWith("can no longer be withdrawn.");
        }
    }

    @Test
    void isRefusedToOtherLabsAndToStrangers() {
        Case acme = cases.referred();
        String path = "/api/v1/applications/" + acme.id() + "/withdrawal";
        var noTrace = new NoTrace(db);
        assertThat(noTrace.of(() -> api.post(LabApi.BOREALIS, path, "{}")).status())
                .isEqualTo(404);
        assertThat(noTrace.of(() -> api.anonymous("POST", path, request -> {})).status())
                .isEqualTo(401);
        assertThat(noTrace.of(() -> api.post(LabApi.AURORA, "/api/v1/applications/none/withdrawal", "{}"))
                        .status())
                .isEqualTo(404);
        assertThat(noTrace.of(() -> cases.labPosts(acme, "withdrawal", Map.of("reasons", "x".repeat(4_001))))
                        .status())
                .isEqualTo(422);
        assertThat(noTrace.of(() -> cases.labPosts(acme, "withdrawal", Map.of("reasons", "a\u0000b")))
                        .status())
                .isEqualTo(422);
        assertThat(cases.status(acme)).isEqualTo("in-review");
    }

    @Test
    void needsNoReasons() {
        Case silent = cases.referred();
        LabApi.Answer withdrawn = api.send(api.request("/api/v1/applications/" + silent.id() + "/withdrawal")
                .header("Authorization", api.bearer(LabApi.AURORA))
                .POST(java.net.http.HttpRequest.BodyPublishers.noBody()));
        assertThat(withdrawn.status()).as(withdrawn.body()).isEqualTo(200);
        assertThat(withdrawn.json().get("decision").get("reasons").asText()).isEqualTo("Withdrawn by the applicant.");
        Case empty = cases.referred();
        assertThat(cases.labPosts(empty, "withdrawal", Map.of()).status()).isEqualTo(200);
    }

    @Test
    void aVoteOnAWithdrawnCaseFindsTheTaskGone() {
        Case acme = cases.referred();
        Task draft = cases.task(acme, "draftVote", "oncd");
        cases.withdraws(acme);
        LabApi.Answer late = new NoTrace(db)
                .of(() -> api.staff(
                        "oncd.reviewer",
                        "POST",
                        "/engine-rest/task/" + draft.getId() + "/complete",
                        "{\"variables\":{\"vote\":{\"value\":\"concur\"}}}"));
        assertThat(late.status()).isEqualTo(404);
        assertThat(late.json().get("detail").asText()).isEqualTo("This task is not open any more, or never was.");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> staff.complete("oncd.reviewer", draft, CONCUR))
                .isInstanceOf(org.camunda.bpm.engine.ProcessEngineException.class);
        assertThat(db.sql(
                                "SELECT count(*) FROM vote v JOIN sign_off s ON s.id = v.sign_off_id WHERE application_id = ?")
                        .param(acme.id())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    /** A withdrawal and somebody's completion: each either happens whole or finds that the other was first. */
    @Test
    void atTheSameMomentAsACompletionOneOfBothIsFirst() {
        for (int round = 0; round < 6; round++) {
            boolean atCommerce = round % 2 == 0;
            Case acme = atCommerce ? cases.concurred() : cases.referred();
            Task task = atCommerce ? cases.task(acme, AccessReview.COUNTERSIGN) : cases.task(acme, "draftVote", "oncd");
            String body = atCommerce
                    ? "{\"variables\":{\"outcome\":{\"value\":\"approve\"}}}"
                    : "{\"variables\":{\"vote\":{\"value\":\"concur\"}}}";
            var outcomes = AtOnce.<LabApi.Answer>run(List.of(
                    () -> cases.withdraws(acme),
                    () -> api.staff(
                            atCommerce ? "commerce.director" : "oncd.reviewer",
                            "POST",
                            "/engine-rest/task/" + task.getId() + "/complete",
                            body)));
            int withdrawn = outcomes.get(0).value().status();
            int completed = outcomes.get(1).value().status();
            assertThat(withdrawn).as(outcomes.get(0).value().body()).isIn(200, 409);
            assertThat(completed).as(outcomes.get(1).value().body()).isIn(204, 404, 409);
            if (atCommerce) {
                assertThat(withdrawn == 200).isNotEqualTo(completed == 204);
                assertThat(cases.status(acme)).isEqualTo(withdrawn == 200 ? "withdrawn" : "approved");
            } else {
                assertThat(cases.status(acme)).isEqualTo("withdrawn");
            }
            assertThat(cases.openTasks(acme)).isEmpty();
        }
    }
}
