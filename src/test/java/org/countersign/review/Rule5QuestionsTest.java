package org.countersign.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.testing.TestCases.CONCUR;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.countersign.application.Question;
import org.countersign.application.Questions;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.ClockRun;
import org.countersign.clock.WorkingDays;
import org.countersign.signoff.SignOffs;
import org.countersign.signoff.Silence;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.RuleBroken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Rule 5. A question to the applicant pauses the clock of the agency that asks and no other's. It can be
 * answered for 20 working days, with one reminder 5 days before the end; then the case is closed as
 * unanswered. The applicant sees whose clock runs. Bad answers: {@link Rule5BadAnswersTest}.
 */
@CountersignTest
class Rule5QuestionsTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private TimeMachine time;

    @Autowired
    private ClockLedger ledger;

    @Autowired
    private Questions questions;

    @Autowired
    private SignOffs signOffs;

    @Autowired
    private JdbcClient db;

    private Case acme;

    @BeforeEach
    void aCaseWithTheAgencies() {
        acme = cases.referred();
    }

    private List<String> holders(JsonNode clock, String which) {
        return clock.get(which).findValuesAsText("agency").stream().sorted().toList();
    }

    private long reminders() {
        return db.sql("SELECT count(*) FROM notice WHERE application_id = ? AND kind = 'reminder'")
                .param(acme.id())
                .query(Long.class)
                .single();
    }

    @Test
    void anAgencyAsksThreeTimesAndThenVotesOnWhatIsKnown() {
        for (int i = 1; i <= 3; i++) {
            cases.answers(acme, cases.asks(acme, "oncd", "Which logs do you keep?"), "All of them.");
        }

        assertThatThrownBy(() -> cases.asks(acme, "oncd", "And who reads them?"))
                .isInstanceOf(RuleBroken.class)
                .hasMessage("An agency can ask the applicant 3 times; this one has. Vote on what is known.");
        cases.signs(acme, "oncd", CONCUR);
        cases.asks(acme, "ostp", "Where are they kept?");
    }

    @Test
    void pausesTheClockOfTheAskerAndNobodyElses() {
        cases.asks(acme, "oncd", "Which logs do you keep?");
        assertThat(ledger.of(acme.id()))
                .filteredOn(run -> !run.clock().equals(ClockLedger.COMPLETENESS))
                .allSatisfy(
                        run -> assertThat(run.isPaused()).isEqualTo(run.holder().equals("oncd")));

        JsonNode clock = cases.asTheLabSeesIt(acme).get("clock");
        assertThat(holders(clock, "running")).containsExactly("commerce", "ostp");
        assertThat(holders(clock, "paused")).containsExactly("oncd");
        assertThat(clock.get("pausedFor").asText()).isEqualTo("oncd");
        assertThat(cases.status(acme)).isEqualTo("in-review");
    }

    @Test
    void theApplicantSeesTheQuestionAndHasTwentyWorkingDays() {
        cases.asks(acme, "oncd", "Which logs do you keep?");
        Question asked = questions.of(acme.id()).get(0);
        assertThat(asked.dueOn()).isEqualTo(WorkingDays.after(asked.askedAt(), 20));
        assertThat(asked.remindOn()).isEqualTo(WorkingDays.before(asked.dueOn(), 5));
        assertThat(asked.askedBy()).isEqualTo("oncd.director");

        JsonNode request = cases.asTheLabSeesIt(acme).get("openRequests").get(0);
        assertThat(request.get("agency").asText()).isEqualTo("oncd");
        assertThat(request.get("question").asText()).isEqualTo("Which logs do you keep?");
        assertThat(Instant.parse(request.get("dueOn").asText())).isEqualTo(asked.dueOn());
        assertThat(db.sql("SELECT body FROM notice WHERE application_id = ? AND kind = 'question'")
                        .param(acme.id())
                        .query(String.class)
                        .list())
                .hasSize(2)
                .allSatisfy(body -> assertThat(body).contains("Which logs do you keep?"));
    }

    @Test
    void theAnswerLetsTheClockRunOnWithTheDaysThatWereLeft() {
        time.advance(Duration.ofDays(5));
        String request = cases.asks(acme, "oncd", "Which logs do you keep?");
        time.advance(Duration.ofDays(20));
        JsonNode seen = cases.answers(acme, request, "All of them.").json();
        assertThat(seen.get("openRequests")).isEmpty();
        ClockRun oncd = ledger.open(acme.id(), ClockLedger.SIGN_OFF, "oncd").orElseThrow();
        assertThat(oncd.isRunning()).isTrue();
        assertThat(Duration.between(time.now(), oncd.dueOn()).plusMinutes(1).toDays())
                .isEqualTo(25);
        assertThat(cases.task(acme, "draftVote", "oncd").getDueDate().toInstant())
                .isEqualTo(oncd.dueOn());

        // The others fall silent on their own days, ONCD on its later one.
        time.advance(Duration.ofDays(6));
        assertThat(signOffs.silencesOf(acme.id())).extracting(Silence::agency).containsOnly("ostp", "commerce");
        time.advance(Duration.ofDays(18));
        assertThat(signOffs.silencesOf(acme.id())).hasSize(2);
        time.advance(Duration.ofDays(2));
        assertThat(signOffs.silencesOf(acme.id())).hasSize(3);
    }

    @Test
    void anAgencyIsNeverSilentWhileItWaitsForAnAnswer() {
        time.advance(Duration.ofDays(9));
        cases.asks(acme, "oncd", "Which logs do you keep?");
        time.advance(Duration.ofDays(24));
        assertThat(signOffs.silencesOf(acme.id())).extracting(Silence::agency).containsOnly("ostp", "commerce");
        assertThat(cases.status(acme)).isEqualTo("waiting-for-applicant");
        assertThat(cases.openTasks(acme)).isEmpty();
    }

    @Test
    void twoAgenciesAskIndependently() {
        String ofOncd = cases.asks(acme, "oncd", "Which logs do you keep?");
        String ofOstp = cases.asks(acme, "ostp", "Who trains your people?");
        assertThat(cases.asTheLabSeesIt(acme).get("openRequests")).hasSize(2);
        assertThat(cases.answers(acme, ofOstp, "We do.").status()).isEqualTo(200);
        assertThat(ledger.open(acme.id(), ClockLedger.SIGN_OFF, "ostp")
                        .orElseThrow()
                        .isRunning())
                .isTrue();
        assertThat(ledger.open(acme.id(), ClockLedger.SIGN_OFF, "oncd")
                        .orElseThrow()
                        .isPaused())
                .isTrue();
        assertThat(cases.answers(acme, ofOncd, "All of them.").status()).isEqualTo(200);
        assertThat(cases.openTasks(acme)).containsExactly("draftVote", "draftVote", "draftVote");
    }

    @Test
    void remindsOnceAndFiveWorkingDaysBeforeTheEnd() {
        cases.asks(acme, "oncd", "Which logs do you keep?");
        Question asked = questions.of(acme.id()).get(0);
        time.advanceTo(asked.remindOn().minusSeconds(60));
        assertThat(reminders()).isZero();
        time.advanceTo(asked.remindOn().plusSeconds(60));
        assertThat(reminders()).isEqualTo(2); // the applicant and the lab
        time.advanceTo(asked.dueOn().minusSeconds(60));
        assertThat(reminders()).isEqualTo(2);
        assertThat(cases.answers(acme, asked.id(), "All of them.").status()).isEqualTo(200);
        time.advance(Duration.ofDays(10));
        assertThat(reminders()).isEqualTo(2);
    }

    @Test
    void whoHasAnsweredIsNotReminded() {
        String request = cases.asks(acme, "oncd", "Which logs do you keep?");
        cases.answers(acme, request, "All of them.");
        time.advance(Duration.ofDays(28));
        assertThat(reminders()).isZero();
    }

    @Test
    void closesTheCaseAsUnansweredAfterTheCap() {
        cases.asks(acme, "oncd", "Which logs do you keep?");
        String ofOstp = cases.asks(acme, "ostp", "Who trains your people?");
        Question asked = questions.of(acme.id()).get(0);
        time.advanceTo(asked.dueOn().minusSeconds(60));
        // Around holidays twenty working days are more than thirty days: Commerce has fallen silent then.
        assertThat(cases.status(acme)).isIn("in-review", "waiting-for-applicant");
        time.advanceTo(asked.dueOn().plusSeconds(60));

        assertThat(cases.status(acme)).isEqualTo("closed-unanswered");
        assertThat(cases.openTasks(acme)).isEmpty();
        assertThat(cases.instance(acme, AccessReview.KEY)).isNull();
        assertThat(questions.of(acme.id()))
                .extracting(Question::state)
                .containsExactlyInAnyOrder("unanswered", "dropped");
        assertThat(ledger.of(acme.id())).extracting(ClockRun::state).containsOnly(ClockRun.STOPPED);
        assertThat(cases.timeline(acme)).contains("question-unanswered", "application-closed-unanswered");
        assertThat(cases.answers(acme, ofOstp, "We do.").status()).isEqualTo(409);
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isFalse();
    }

    @Test
    void theLastAgencyAfterAnAnswerBringsTheCaseToCommerce() {
        cases.signs(acme, "ostp", CONCUR);
        cases.signs(acme, "commerce", CONCUR);
        String request = cases.asks(acme, "oncd", "Which logs do you keep?");
        assertThat(cases.labPosts(
                                acme,
                                "responses",
                                Map.of(
                                        "requestId",
                                        request,
                                        "answer",
                                        "All of them.",
                                        "attachments",
                                        List.of("https://acme.example/logs.pdf")))
                        .status())
                .isEqualTo(200);
        Question.Answer kept = questions.of(acme.id()).get(0).answer();
        assertThat(kept.text()).isEqualTo("All of them.");
        assertThat(kept.attachments()).containsExactly("https://acme.example/logs.pdf");
        assertThat(kept.answeredBy()).isEqualTo("lab-aurora");
        cases.signs(acme, "oncd", CONCUR);
        assertThat(cases.openTasks(acme)).containsExactly("countersign");
    }
}
