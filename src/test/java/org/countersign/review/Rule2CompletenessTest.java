package org.countersign.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.task.Task;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.ClockRun;
import org.countersign.signoff.SignOff;
import org.countersign.signoff.SignOffs;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.RuleBroken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Rule 2. Within nine days intake returns an application, asks, or refers it to all required agencies at once. */
@CountersignTest
class Rule2CompletenessTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private LabApi api;

    @Autowired
    private TimeMachine time;

    @Autowired
    private SignOffs signOffs;

    @Autowired
    private ClockLedger ledger;

    private Case acme;
    private Task check;

    @BeforeEach
    void anApplicationAtIntake() {
        acme = cases.received();
        check = cases.task(acme, AccessReview.CHECK_COMPLETENESS);
    }

    @Test
    void referringAsksAllAgenciesInTheSameMomentAndEndsTheClockOfIntake() {
        staff.complete("intake.officer", check, TestCases.REFER);

        assertThat(signOffs.current(acme.id()))
                .extracting(SignOff::agency)
                .containsExactlyInAnyOrder("oncd", "ostp", "commerce");
        var clocks = ledger.of(acme.id()).stream()
                .filter(run -> run.clock().equals(ClockLedger.SIGN_OFF))
                .toList();
        assertThat(clocks).hasSize(3).allSatisfy(run -> {
            assertThat(run.isRunning()).isTrue();
            assertThat(run.allowance().days()).isEqualTo(30);
        });
        Duration between = Duration.between(
                clocks.get(0).startedAt(), clocks.get(clocks.size() - 1).startedAt());
        assertThat(between).isLessThan(Duration.ofMinutes(1));
        assertThat(cases.openTasks(acme)).containsExactly("draftVote", "draftVote", "draftVote");
        assertThat(ledger.open(acme.id(), ClockLedger.COMPLETENESS, ClockLedger.INTAKE))
                .isEmpty();
        assertThat(cases.status(acme)).isEqualTo("in-review");
    }

    @Test
    void returningEndsTheCaseAndSaysWhatIsMissing() {
        staff.complete("intake.officer", check, Map.of("outcome", "return", "note", "Who owns the other 40 percent?"));
        assertThat(cases.status(acme)).isEqualTo("returned");
        assertThat(cases.asTheLabSeesIt(acme).get("decision").get("reasons").asText())
                .isEqualTo("Who owns the other 40 percent?");
        assertThat(cases.openTasks(acme)).isEmpty();
        assertThat(ledger.of(acme.id())).extracting(ClockRun::state).containsOnly(ClockRun.STOPPED);
        assertThat(signOffs.current(acme.id())).isEmpty();
    }

    @Test
    void askingLeavesTheCheckToBeDoneAfterTheAnswer() {
        String request = cases.intakeAsks(acme, "Who owns the other 40 percent?");
        assertThat(cases.openTasks(acme)).isEmpty();
        assertThat(cases.status(acme)).isEqualTo("waiting-for-applicant");

        assertThat(cases.answers(acme, request, "Jane's brother.").status()).isEqualTo(200);
        assertThat(cases.openTasks(acme)).containsExactly("checkCompleteness");
        assertThat(cases.status(acme)).isEqualTo("received");

        String second = cases.intakeAsks(acme, "What is his name?");
        assertThat(second).isNotEqualTo(request);
        cases.answers(acme, second, "John Doe.");
        staff.complete("intake.officer", cases.task(acme, AccessReview.CHECK_COMPLETENESS), TestCases.REFER);
        assertThat(cases.openTasks(acme)).hasSize(3);
    }

    @Test
    void theFormDoesNotOpenWithWhatWasDecidedBefore() {
        String request = cases.intakeAsks(acme, "Who owns the other 40 percent?");
        cases.answers(acme, request, "Jane's brother.");
        Task again = cases.task(acme, AccessReview.CHECK_COMPLETENESS);
        JsonNode form = api.staff(
                        "intake.officer", "GET", "/engine-rest/task/" + again.getId() + "/form-variables", null)
                .json();
        assertThat(form.at("/questionFacts/value").asText()).contains("Jane's brother.");
        assertThat(form.has("outcome")).isFalse();
    }

    @Test
    void aQuestionOfIntakeThatIsNotAnsweredClosesTheCase() {
        cases.intakeAsks(acme, "Who owns the other 40 percent?");
        time.advance(Duration.ofDays(45));
        assertThat(cases.status(acme)).isEqualTo("closed-unanswered");
        assertThat(cases.openTasks(acme)).isEmpty();
        assertThat(cases.instance(acme, AccessReview.KEY)).isNull();
        assertThat(cases.timeline(acme)).contains("question-unanswered", "application-closed-unanswered");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            return | note    | Say what is missing, so that the applicant can mend it.
            ask    | note    | Say what you ask the applicant.
            pass   | outcome | Choose one of: refer, ask, return.
            ''     | outcome | Choose one of: refer, ask, return.
            """)
    void refusesAnOutcomeThatSaysNothing(String outcome, String field, String words) {
        assertThatThrownBy(() -> staff.complete("intake.officer", check, Map.of("outcome", outcome, "note", "  ")))
                .isInstanceOfSatisfying(
                        RuleBroken.class, broken -> assertThat(broken.field()).isEqualTo(field))
                .hasMessage(words);
        assertThat(cases.openTasks(acme)).containsExactly("checkCompleteness");
        assertThat(cases.status(acme)).isEqualTo("received");
        assertThat(ledger.eventsOf(acme.id())).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"oncd.reviewer", "commerce.director", "admin", "process.owner", "committee.chair"})
    void isNobodysMoveButIntakes(String stranger) {
        assertThatThrownBy(() -> staff.complete(stranger, check, TestCases.REFER))
                .isInstanceOf(AuthorizationException.class);
        assertThat(cases.openTasks(acme)).containsExactly("checkCompleteness");
    }

    @Test
    void theTaskIsDueOnTheDayTheClockRunsOut() {
        ClockRun clock = ledger.open(acme.id(), ClockLedger.COMPLETENESS, ClockLedger.INTAKE)
                .orElseThrow();
        assertThat(check.getDueDate()).isEqualTo(java.util.Date.from(clock.dueOn()));
    }
}
