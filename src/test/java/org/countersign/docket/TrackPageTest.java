package org.countersign.docket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.testing.TestCases.CONCUR;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.countersign.application.Question;
import org.countersign.application.Questions;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.testing.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The applicant's own page: what it shows, and what can be done from it without an account. */
@CountersignTest
class TrackPageTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private TimeMachine time;

    @Autowired
    private LabApi api;

    @Autowired
    private Questions questions;

    @Autowired
    private JdbcClient db;

    private Visitor applicant;

    @BeforeEach
    void anApplicant() {
        applicant = new Visitor(api);
    }

    private static String to(Case of, String what) {
        return of.trackingPath().replace("?", "/" + what + "?");
    }

    private Answer answers(Case of, String request, String text) {
        return applicant.post(to(of, "answers"), Map.of("requestId", request, "answer", text, "attachments", ""));
    }

    @Test
    void showsWhoseMoveItIsAndUntilWhen() {
        Case acme = cases.received();
        assertThat(applicant.get(acme.trackingPath()).body())
                .contains("The intake office", "check that the application is complete", "Withdraw this application");

        Case referred = cases.referred();
        cases.signs(referred, "ostp", CONCUR);
        String body = applicant.get(referred.trackingPath()).body();
        assertThat(body).contains("<strong>ONCD</strong>", "<strong>Commerce</strong>", "state its position");
        assertThat(body).doesNotContain("<strong>OSTP</strong>");
    }

    @Test
    void theApplicantAnswersAQuestionRightThere() {
        Case acme = cases.referred();
        String request = cases.asks(acme, "oncd", "Who reviews the logs?");
        String page = applicant.get(acme.trackingPath()).body();
        assertThat(page).contains("Who reviews the logs?", "<strong>You</strong>", "stands still", "working");

        Answer answer = applicant.post(
                to(acme, "answers"),
                Map.of(
                        "requestId",
                        request,
                        "answer",
                        "Two people,\r\neach week.",
                        "attachments",
                        "Annex B\r\n\r\nAnnex C"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo(acme.trackingPath() + "&done=answers");
        Question.Answer stored = questions.of(acme.id()).get(0).answer();
        assertThat(stored.text()).isEqualTo("Two people,\neach week.");
        assertThat(stored.attachments()).containsExactly("Annex B", "Annex C");
        assertThat(stored.answeredBy()).isEqualTo("applicant");
        assertThat(applicant.get(answer.header("Location")).body())
                .contains("Your answer is on record", "Two people,")
                .doesNotContain("A question for you");
        assertThat(cases.task(acme, "draftVote", "oncd")).isNotNull();
    }

    @Test
    void anAnswerSentTwiceCountsOnceAndIsNotLost() {
        Case acme = cases.referred();
        String request = cases.asks(acme, "oncd", "Who reviews the logs?");
        answers(acme, request, "Two people.");

        Answer second = new NoTrace(db).of(() -> answers(acme, request, "Three people, I mean."));

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.body())
                .contains("This request is closed: it is answered.", "What you wrote", "Three people, I mean.");
        assertThat(questions.of(acme.id()).get(0).answer().text()).isEqualTo("Two people.");
    }

    @Test
    void refusesAnEmptyAnswerBesideTheFieldAndKeepsTheRest() {
        Case acme = cases.referred();
        String request = cases.asks(acme, "oncd", "Who reviews the logs?");

        Answer refused = new NoTrace(db)
                .of(() -> applicant.post(
                        to(acme, "answers"),
                        Map.of("requestId", request, "answer", " \r\n ", "attachments", "Annex <B>")));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.header("Content-Type")).startsWith("text/html");
        assertThat(refused.body())
                .contains(
                        "Nothing was stored",
                        "href=\"#answers-" + request + "-answer\"",
                        "id=\"answers-" + request + "-answer-error\"",
                        "Write your answer.",
                        "aria-invalid=\"true\"",
                        "Annex &lt;B&gt;</textarea>");
        assertThat(questions.get(request).isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"turned \u202E around", "a bell \u0007", "nothing \u0000"})
    void refusesTextThatDeceives(String text) {
        Case acme = cases.referred();
        String request = cases.asks(acme, "oncd", "Who reviews the logs?");
        Answer refused = new NoTrace(db).of(() -> answers(acme, request, text));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("Control characters");
    }

    @Test
    void refusesTextLongerThanCanBeStored() {
        Case acme = cases.referred();
        String request = cases.asks(acme, "oncd", "Who reviews the logs?");
        assertThat(answers(acme, request, "x".repeat(20_001)).body())
                .contains("At most 20,000 characters, please; these are 20,001.");
        assertThat(applicant
                        .post(
                                to(acme, "answers"),
                                Map.of("requestId", request, "answer", "x", "attachments", "a\n".repeat(21)))
                        .body())
                .contains("At most 20 lines, please.");
        assertThat(answers(acme, request, "x".repeat(20_000)).status()).isEqualTo(303);
    }

    @Test
    void doesNotAnswerTheQuestionOfAnotherCase() {
        Case acme = cases.referred();
        Case other = cases.referred();
        String request = cases.asks(other, "oncd", "Who reviews the logs?");
        assertThat(answers(acme, request, "Me.").status()).isEqualTo(422);
        assertThat(answers(acme, "no-such-request", "Me.").status()).isEqualTo(422);
        assertThat(questions.get(request).isOpen()).isTrue();
    }

    @Test
    void aWrongKeyOpensNoForm() {
        Case acme = cases.referred();
        String request = cases.asks(acme, "oncd", "Who reviews the logs?");
        Answer missing = applicant.get("/track/CS-2026-999999?key=wrong");

        for (String form : List.of("answers", "rebuttal", "appeal", "withdrawal", "unsent")) {
            for (String path : List.of(
                    "/track/" + acme.reference() + "/" + form,
                    "/track/" + acme.reference() + "/" + form + "?key=wrong",
                    "/track/CS-2026-999999/" + form + "?key=wrong")) {
                var fields = Map.of("requestId", request, "answer", "Me.", "text", "Why?", "sure", "yes");
                assertThat(new NoTrace(db)
                                .of(() -> applicant.post(path, fields))
                                .body())
                        .isEqualTo(missing.body());
                assertThat(new NoTrace(db)
                                .of(() -> applicant.postWithoutToken(path, fields))
                                .body())
                        .isEqualTo(missing.body());
            }
        }
        assertThat(questions.get(request).isOpen()).isTrue();
    }

    @Test
    void aFormOfAnotherSiteOrOfAnEndedSessionStoresNothingAndIsShownAgain() {
        Case acme = cases.referred();
        String request = cases.asks(acme, "oncd", "Who reviews the logs?");
        var fields = Map.of("requestId", request, "answer", "An hour's work.");

        Answer refused = new NoTrace(db).of(() -> new Visitor(api).postWithoutToken(to(acme, "answers"), fields));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("open for too long", "An hour&#39;s work.</textarea>");
        assertThat(questions.get(request).isOpen()).isTrue();
        for (String form : List.of("rebuttal", "appeal", "withdrawal")) {
            assertThat(new NoTrace(db)
                            .of(() -> new Visitor(api)
                                    .postWithoutToken(
                                            to(acme, form), Map.of("sure", "yes", "text", "x", "what", "denial:x")))
                            .status())
                    .isEqualTo(403);
        }
        assertThat(cases.status(acme)).isEqualTo("in-review");
    }

    @Test
    void theApplicantWithdrawsOnlyWhenSure() {
        Case acme = cases.referred();
        Answer unsure =
                new NoTrace(db).of(() -> applicant.post(to(acme, "withdrawal"), Map.of("reasons", "Other plans.")));
        assertThat(unsure.status()).isEqualTo(422);
        assertThat(unsure.body())
                .contains("Tick this box to withdraw: it cannot be undone.", "Other plans.</textarea>");

        Answer sure = applicant.post(to(acme, "withdrawal"), Map.of("reasons", "Other plans.", "sure", "yes"));
        assertThat(sure.status()).isEqualTo(303);
        assertThat(cases.status(acme)).isEqualTo("withdrawn");
        assertThat(applicant.get(acme.trackingPath()).body())
                .contains("Withdrawn", "Other plans.", "No clock is running: the case is closed.")
                .doesNotContain("<form class=\"cs-form\"");

        Answer again =
                new NoTrace(db).of(() -> applicant.post(to(acme, "withdrawal"), Map.of("reasons", "", "sure", "yes")));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body()).contains("This application is withdrawn and can no longer be withdrawn.");
    }

    @Test
    void showsANoticeOfDenialWithEverythingThatAnswersItAndTakesTheAnswerOnce() {
        Case acme = cases.refused();
        assertThat(applicant.get(acme.trackingPath()).body())
                .contains(
                        "Denial is intended",
                        "The parent company is under investigation.",
                        "href=\"/criteria#CR-01\"",
                        "What could be changed",
                        "intake.officer",
                        "Answer the notice");

        var fields = Map.of("text", "The parent has no access.", "evidence", "Audit of May");
        assertThat(applicant.post(to(acme, "rebuttal"), fields).header("Location"))
                .endsWith("done=rebuttal");
        assertThat(applicant.get(acme.trackingPath()).body())
                .contains(
                        "The parent has no access.",
                        "Audit of May",
                        "Commerce has your answer",
                        "<strong>Commerce</strong>: ")
                .doesNotContain("Answer the notice");
        assertThat(applicant.post(to(acme, "rebuttal"), fields).body())
                .contains("This notice has been answered already.", "What you wrote");
    }

    @Test
    void refusesAnAnswerToNoNoticeAndAnEmptyOne() {
        Case acme = cases.referred();
        assertThat(applicant
                        .post(to(acme, "rebuttal"), Map.of("text", "Why not?"))
                        .status())
                .isEqualTo(409);
        Case refused = cases.refused();
        Answer empty = applicant.post(to(refused, "rebuttal"), Map.of("text", "", "evidence", "Audit of May"));
        assertThat(empty.status()).isEqualTo(422);
        assertThat(empty.body()).contains("id=\"rebuttal--text-error\"", "Audit of May</textarea>");
    }

    @Test
    void offersAnAppealAgainstADenialAndTakesIt() {
        Case acme = cases.refused();
        assertThat(applicant.get(acme.trackingPath()).body()).doesNotContain("File an appeal");
        time.advance(Duration.ofDays(46));
        assertThat(applicant.get(acme.trackingPath()).body()).contains("Decision: ", "File an appeal", "The denial");

        Answer blank = applicant.post(to(acme, "appeal"), Map.of("what", "denial:" + acme.id(), "text", " \u2003 "));
        assertThat(blank.status()).isEqualTo(422);
        assertThat(blank.body()).contains("Write why you appeal.");
        assertThat(applicant
                        .post(to(acme, "appeal"), Map.of("text", "x".repeat(30)))
                        .body())
                .contains("Choose what you appeal.");

        var fields = Map.of("what", "denial:" + acme.id(), "text", "The investigation was closed in March.");
        assertThat(applicant.post(to(acme, "appeal"), fields).status()).isEqualTo(303);
        assertThat(applicant.get(acme.trackingPath()).body())
                .contains("The investigation was closed in March.", "pending", "The appeals office")
                .doesNotContain("File an appeal");
        Answer twice = applicant.post(to(acme, "appeal"), fields);
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.body()).contains("This has been appealed already.");
    }

    @Test
    void showsSilenceAndAMissedDeadlineThatCanBeAppealed() {
        Case acme = cases.referred();
        time.advance(Duration.ofDays(31));
        assertThat(applicant.get(acme.trackingPath()).body())
                .contains("let its days pass", "it is nobody's signature", "countersign the case or refuse it");

        time.advance(Duration.ofDays(6));
        assertThat(applicant.get(acme.trackingPath()).body())
                .contains(
                        "Missed deadlines",
                        "It can be appealed until",
                        "that was due on",
                        "The deadline that Commerce missed on");
        var seen = cases.asTheLabSeesIt(acme);
        assertThat(seen.get("silences").findValuesAsText("agency"))
                .containsExactlyInAnyOrder("oncd", "ostp", "commerce");
        assertThat(seen.get("missedDeadlines").get(0).get("clock").asText()).isEqualTo("countersignature");
        assertThat(seen.get("missedDeadlines").get(0).get("holder").asText()).isEqualTo("commerce");
        assertThat(seen.at("/appealable/0/ground").asText()).isEqualTo("missed-deadline");
        assertThat(seen.at("/appealable/0/subject"))
                .isEqualTo(seen.get("missedDeadlines").get(0).get("id"));
    }

    @Test
    void tellsTheLabOfANoticeOfDenial() {
        Case acme = cases.refused();
        var notice = cases.asTheLabSeesIt(acme).get("denialNotice");
        assertThat(notice.get("ground").asText()).isEqualTo("commerce");
        assertThat(notice.get("reasons").asText()).isEqualTo("The parent company is under investigation.");
        assertThat(notice.get("contact").asText()).isEqualTo("Iris Intake, intake.officer@agency.example");
        assertThat(notice.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "ground",
                        "reasons",
                        "criteria",
                        "evidence",
                        "curable",
                        "contact",
                        "notifiedAt",
                        "rebuttalBy",
                        "finalOn");
        cases.rebuts(acme, "The parent has no access.");
        assertThat(cases.asTheLabSeesIt(acme).get("denialNotice").has("rebuttalReceivedAt"))
                .isTrue();
        assertThat(cases.asTheLabSeesIt(cases.received()).has("denialNotice")).isFalse();
    }
}
