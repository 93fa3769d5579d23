package org.countersign.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.countersign.clock.MissedDeadlines.MissedDeadline;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.AccessReview;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** The system finds the deadlines it misses itself, each once, and none that was met or moved. */
@CountersignTest
class MissedDeadlinesTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private TimeMachine time;

    @Autowired
    private MissedDeadlines missed;

    @Autowired
    private TransactionTemplate transaction;

    private String[] missedIn(Case of) {
        return missed.of(of.id()).stream().map(MissedDeadline::clock).toArray(String[]::new);
    }

    @Test
    void intakeThatTakesLongerThanNineDays() {
        Case acme = cases.received();
        time.advance(Duration.ofDays(9).minusMinutes(10));
        assertThat(missedIn(acme)).isEmpty();
        time.advance(Duration.ofMinutes(20));
        assertThat(missed.of(acme.id())).singleElement().satisfies(deadline -> {
            assertThat(deadline.clock()).isEqualTo("completeness");
            assertThat(deadline.holder()).isEqualTo("intake");
            assertThat(deadline.recordedAt()).isAfterOrEqualTo(deadline.dueOn());
        });
        assertThat(cases.openTasks(acme)).containsExactly("checkCompleteness");
        time.advance(Duration.ofDays(3));
        staff.complete("intake.officer", cases.task(acme, AccessReview.CHECK_COMPLETENESS), TestCases.REFER);
        assertThat(missedIn(acme)).containsExactly("completeness");
        assertThat(cases.timeline(acme)).containsOnlyOnce("deadline-missed");
    }

    @Test
    void noneOfIntakeWhileTheApplicantIsAsked() {
        Case acme = cases.received();
        time.advance(Duration.ofDays(8));
        String request = cases.intakeAsks(acme, "Who owns the rest?");
        time.advance(Duration.ofDays(7));
        cases.answers(acme, request, "Nobody but Jane.");
        assertThat(missedIn(acme)).isEmpty();
        time.advance(Duration.ofHours(23));
        assertThat(missedIn(acme)).isEmpty();
        time.advance(Duration.ofHours(2));
        assertThat(missedIn(acme)).containsExactly("completeness");
    }

    @Test
    void commerceThatDoesNotCountersignInFiveDaysAndACaseUndecidedAfterNinety() {
        Case acme = cases.concurred();
        time.advance(Duration.ofDays(5).plusMinutes(10));
        assertThat(missedIn(acme)).containsExactly("countersignature");
        time.advance(Duration.ofDays(84));
        assertThat(missedIn(acme)).containsExactly("countersignature");
        time.advance(Duration.ofDays(2));
        assertThat(missedIn(acme)).containsExactly("countersignature", "case");
        time.advance(Duration.ofDays(30));
        assertThat(missedIn(acme)).containsExactly("countersignature", "case");

        assertThat(cases.asTheLabSeesIt(acme).get("timeline").findValuesAsText("text"))
                .filteredOn(text -> text.startsWith("A deadline was missed:"))
                .hasSize(2)
                .allMatch(text -> text.endsWith("You can appeal this."));
        staff.complete("commerce.director", cases.task(acme, AccessReview.COUNTERSIGN), TestCases.APPROVE);
        assertThat(cases.status(acme)).isEqualTo("approved");
    }

    @Test
    void noneOfACaseThatWasDecidedInTime() {
        Case acme = cases.approved();
        time.advance(Duration.ofDays(100));
        assertThat(missedIn(acme)).isEmpty();
    }

    @Test
    void aPauseMovesTheDayTheDecisionIsMissed() {
        Case acme = cases.referred();
        cases.signs(acme, "ostp", TestCases.CONCUR);
        cases.signs(acme, "commerce", TestCases.CONCUR);
        String request = cases.asks(acme, "oncd", "Which logs do you keep?");
        time.advance(Duration.ofDays(20));
        LabApi.Answer answer = cases.answers(acme, request, "All of them.");
        assertThat(answer.json().get("clock").get("countedDays").asInt()).isZero();
        time.advance(Duration.ofDays(89));
        assertThat(missedIn(acme)).containsExactly("countersignature"); // silence of ONCD led there
        time.advance(Duration.ofDays(2));
        assertThat(missedIn(acme)).containsExactly("countersignature", "case");
    }

    @Test
    void commerceThatDoesNotConsiderARebuttal() {
        Case acme = cases.refused();
        assertThat(cases.rebuts(acme, "The investigation is closed.").status()).isEqualTo(200);
        time.advance(Duration.ofDays(44));
        assertThat(missedIn(acme)).isEmpty();
        time.advance(Duration.ofDays(2));
        assertThat(missed.of(acme.id())).singleElement().satisfies(deadline -> {
            assertThat(deadline.clock()).isEqualTo("denial");
            assertThat(deadline.holder()).isEqualTo("commerce");
        });
        assertThat(cases.status(acme)).isEqualTo("denied");
        assertThat(cases.timeline(acme)).containsOnlyOnce("deadline-missed");
    }

    @Test
    void oneThatIsMetLateBeforeItsTimerHasFired() {
        Case acme = cases.received();
        time.passTo(time.now().plus(Duration.ofDays(12)));
        staff.complete("intake.officer", cases.task(acme, AccessReview.CHECK_COMPLETENESS), TestCases.REFER);
        assertThat(missed.of(acme.id())).singleElement().satisfies(deadline -> {
            assertThat(deadline.clock()).isEqualTo("completeness");
            assertThat(deadline.dueOn()).isBefore(deadline.recordedAt().minus(Duration.ofDays(2)));
        });
        time.runDueJobs();
        assertThat(missedIn(acme)).containsExactly("completeness");
    }

    @Test
    void oneAndNoSecondOfAnOfficeThatAsksWhenItIsLate() {
        Case acme = cases.received();
        time.advance(Duration.ofDays(10));
        String request = cases.intakeAsks(acme, "Who owns the rest?");
        time.advance(Duration.ofDays(3));
        cases.answers(acme, request, "Nobody but Jane.");
        time.advance(Duration.ofDays(3));
        staff.complete("intake.officer", cases.task(acme, AccessReview.CHECK_COMPLETENESS), TestCases.REFER);
        assertThat(missedIn(acme)).containsExactly("completeness");
    }

    @Test
    void oneOfTheAppealsOfficeThoughTheCaseHasEndedMeanwhile() {
        Case acme = cases.received();
        time.advance(Duration.ofDays(10));
        assertThat(cases.labPosts(
                                acme,
                                "appeal",
                                Map.of("ground", "missed-deadline", "text", "Nobody has looked at this for ten days."))
                        .status())
                .isEqualTo(201);
        cases.withdraws(acme);
        time.advance(Duration.ofDays(31));
        assertThat(missedIn(acme)).containsExactly("completeness", "appeal");
    }

    @Test
    void oneOfEachRoundOfACase() {
        Case acme = cases.concurred();
        time.advance(Duration.ofDays(91));
        staff.complete("commerce.director", cases.task(acme, AccessReview.COUNTERSIGN), TestCases.REFUSE);
        cases.rebuts(acme, "The investigation is closed.");
        staff.complete(
                "commerce.director",
                cases.task(acme, AccessReview.CONSIDER_REBUTTAL),
                Map.of("outcome", "reopen", "reasons", "It convinces us."));
        time.advance(Duration.ofDays(91));
        assertThat(missed.of(acme.id()))
                .extracting(MissedDeadline::clock)
                .filteredOn(ClockLedger.CASE::equals)
                .hasSize(2);
    }

    @Test
    void recordingAMissTwiceAddsNothing() {
        Case acme = cases.received();
        time.advance(Duration.ofDays(10));
        for (int i = 0; i < 2; i++) {
            transaction.executeWithoutResult(
                    status -> missed.record(acme.id(), ClockLedger.COMPLETENESS, ClockLedger.INTAKE));
        }
        assertThat(missedIn(acme)).containsExactly("completeness");
        transaction.executeWithoutResult(status -> missed.record(acme.id(), ClockLedger.CASE, ClockLedger.CASE));
        assertThat(missedIn(acme)).containsExactly("completeness");
    }
}
