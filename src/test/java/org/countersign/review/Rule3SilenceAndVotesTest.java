package org.countersign.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.testing.TestCases.ACCEPT;
import static org.countersign.testing.TestCases.CONCUR;
import static org.countersign.testing.TestCases.needsInformation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.task.Task;
import org.countersign.clock.ClockLedger;
import org.countersign.signoff.Positions;
import org.countersign.signoff.SignOffs;
import org.countersign.signoff.Silence;
import org.countersign.signoff.Vote;
import org.countersign.signoff.Votes;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.RuleBroken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Rule 3. An agency has ten days to say what information is missing and thirty to vote. Silence counts as
 * concurrence and is recorded as silence. An objection needs a published criterion, evidence and reasons.
 */
@CountersignTest
class Rule3SilenceAndVotesTest {

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
    private Votes votes;

    @Autowired
    private Positions positions;

    @Autowired
    private ClockLedger ledger;

    @Test
    void silenceAfterThirtyDaysConcursAndIsNobodysSignature() {
        Case acme = cases.referred();
        cases.signs(acme, "ostp", CONCUR);
        cases.signs(acme, "commerce", CONCUR);
        time.advance(Duration.ofDays(30).minusMinutes(10));
        assertThat(signOffs.silencesOf(acme.id())).isEmpty();
        assertThat(cases.openTasks(acme)).containsExactly("draftVote");

        time.advance(Duration.ofMinutes(20));

        assertThat(signOffs.silencesOf(acme.id())).singleElement().satisfies(silence -> {
            assertThat(silence.agency()).isEqualTo("oncd");
            assertThat(silence.recordedAt()).isAfterOrEqualTo(silence.dueOn());
        });
        assertThat(votes.ofApplication(acme.id())).extracting(Vote::agency).doesNotContain("oncd");
        assertThat(cases.openTasks(acme)).containsExactly("countersign");
        assertThat(cases.asTheLabSeesIt(acme).get("timeline").findValuesAsText("text"))
                .contains("ONCD let its days pass: recorded as silence.");

        staff.complete("commerce.director", cases.task(acme, AccessReview.COUNTERSIGN), TestCases.APPROVE);
        assertThat(cases.status(acme)).isEqualTo("approved");
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isTrue();
    }

    @Test
    void allAgenciesMayBeSilent() {
        Case acme = cases.referred();
        time.advance(Duration.ofDays(30).plusMinutes(10));
        assertThat(signOffs.silencesOf(acme.id()))
                .extracting(Silence::agency)
                .containsExactlyInAnyOrder("oncd", "ostp", "commerce");
        assertThat(cases.openTasks(acme)).containsExactly("countersign");
    }

    @Test
    void aDraftThatWaitsForItsSecondSignatureIsNoPosition() {
        Case acme = cases.referred();
        staff.complete("oncd.reviewer", cases.task(acme, "draftVote", "oncd"), TestCases.OBJECT);
        Task unsigned = cases.task(acme, "countersignVote", "oncd");
        time.advance(Duration.ofDays(30).plusMinutes(10));

        assertThat(signOffs.silencesOf(acme.id())).extracting(Silence::agency).contains("oncd");
        assertThat(votes.ofApplication(acme.id())).singleElement().satisfies(draft -> {
            assertThat(draft.vote()).isEqualTo("object");
            assertThat(draft.countersignature()).isNull();
        });
        assertThat(positions.objectionsTo(acme.id())).isEmpty();

        LabApi.Answer late = api.staff(
                "oncd.director",
                "POST",
                "/engine-rest/task/" + unsigned.getId() + "/complete",
                "{\"variables\":{\"accepted\":{\"value\":\"true\"}}}");
        assertThat(late.status()).isEqualTo(404);
        assertThat(late.json().get("detail").asText()).isEqualTo("This task is not open any more, or never was.");
    }

    @Test
    void theTimeSpentWithADraftThatWentBackIsNotGivenBack() {
        Case acme = cases.referred();
        staff.complete("oncd.reviewer", cases.task(acme, "draftVote", "oncd"), CONCUR);
        time.advance(Duration.ofDays(29));
        staff.complete(
                "oncd.director",
                cases.task(acme, "countersignVote", "oncd"),
                Map.of("accepted", "false", "note", "Say more about the test bench."));
        time.advance(Duration.ofDays(1).plusMinutes(10));
        assertThat(signOffs.silencesOf(acme.id())).extracting(Silence::agency).contains("oncd");
        assertThat(votes.ofApplication(acme.id())).singleElement().satisfies(draft -> assertThat(draft.isAccepted())
                .isFalse());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            criteria | {"reasons":"unsafe","evidence":"a report"}
            criteria | {"reasons":"unsafe","evidence":"a report","criteria":"CR-77"}
            evidence | {"reasons":"unsafe","criteria":"CR-02"}
            reasons  | {"evidence":"a report","criteria":"CR-02"}
            """)
    void anObjectionWithoutCriterionEvidenceOrReasonsIsRefusedInPlainWords(String field, String form) throws Exception {
        Case acme = cases.referred();
        Task draft = cases.task(acme, "draftVote", "oncd");
        var variables = new com.fasterxml.jackson.databind.ObjectMapper();
        var body = variables.createObjectNode();
        body.withObject("/variables/vote").put("value", "object");
        variables.readTree(form).properties().forEach(entry -> body.withObject("/variables/" + entry.getKey())
                .put("value", entry.getValue().asText()));
        LabApi.Answer refused =
                api.staff("oncd.reviewer", "POST", "/engine-rest/task/" + draft.getId() + "/complete", body.toString());
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().get("errors").get(0).get("field").asText()).isEqualTo(field);
        assertThat(refused.body()).doesNotContain("Exception");
        assertThat(votes.ofApplication(acme.id())).isEmpty();
        assertThat(cases.task(acme, "draftVote", "oncd")).isNotNull();
    }

    @Test
    void anObjectionWithAllThreeIsKeptWithTheVersionsOfItsCriteria() {
        Case acme = cases.referred();
        cases.signs(acme, "oncd", TestCases.OBJECT);
        assertThat(positions.objectionsTo(acme.id())).singleElement().satisfies(objection -> {
            Vote vote = objection.vote().orElseThrow();
            assertThat(vote.criteria()).containsExactly("CR-02", "CR-05");
            assertThat(vote.evidence()).isEqualTo("Advisory 2026-17");
        });
    }

    @Test
    void needInformationIsAVoteOfItsOwnAndNoPosition() {
        Case acme = cases.referred();
        String request = cases.asks(acme, "oncd", "Which logs do you keep?");
        assertThat(votes.ofApplication(acme.id())).singleElement().satisfies(vote -> {
            assertThat(vote.asks()).isTrue();
            assertThat(vote.isAccepted()).isTrue();
            assertThat(vote.isPosition()).isFalse();
        });
        assertThat(positions.of(acme.id()))
                .filteredOn(position -> position.agency().equals("oncd"))
                .singleElement()
                .matches(Positions.Position::isOpen);

        cases.answers(acme, request, "All of them.");
        cases.signs(acme, "oncd", CONCUR);
        assertThat(votes.ofApplication(acme.id())).extracting(Vote::isPosition).containsExactly(false, true);
    }

    @Test
    void needInformationNeedsAQuestion() {
        Case acme = cases.referred();
        Task draft = cases.task(acme, "draftVote", "oncd");
        assertThatThrownBy(() -> staff.complete("oncd.reviewer", draft, needsInformation("  ")))
                .isInstanceOf(RuleBroken.class)
                .hasMessage("Write what you need to know from the applicant.");
    }

    @Test
    void informationCanBeAskedForOnTheTenthDayButNotAfter() {
        Case acme = cases.referred();
        time.advance(Duration.ofDays(10).minusMinutes(10));
        cases.asks(acme, "oncd", "Which logs do you keep?");

        time.advance(Duration.ofMinutes(20));
        Task draft = cases.task(acme, "draftVote", "ostp");
        assertThatThrownBy(() -> staff.complete("ostp.reviewer", draft, needsInformation("Which country?")))
                .isInstanceOf(RuleBroken.class)
                .hasMessage(
                        "Information can be asked for in the first 10 days of an agency's clock; these have passed. Vote on what is known.");
        staff.complete("ostp.reviewer", draft, CONCUR);
    }

    @Test
    void thePauseOfAQuestionDoesNotUseUpTheTenDays() {
        Case acme = cases.referred();
        time.advance(Duration.ofDays(6));
        String first = cases.asks(acme, "oncd", "Which logs do you keep?");
        time.advance(Duration.ofDays(12));
        cases.answers(acme, first, "All of them.");
        time.advance(Duration.ofDays(3));
        String second = cases.asks(acme, "oncd", "For how long?");
        assertThat(second).isNotEqualTo(first);
        assertThat(ledger.open(acme.id(), ClockLedger.SIGN_OFF, "oncd")
                        .orElseThrow()
                        .countedAt(time.now())
                        .toDays())
                .isEqualTo(9);
    }

    @Test
    void aQuestionIsAskedWhenItIsCountersignedAndNotInTheLastDays() {
        Case acme = cases.referred();
        staff.complete(
                "oncd.reviewer", cases.task(acme, "draftVote", "oncd"), needsInformation("Which logs do you keep?"));
        time.advance(Duration.ofDays(10).plusMinutes(10));
        Task countersign = cases.task(acme, "countersignVote", "oncd");
        assertThatThrownBy(() -> staff.complete("oncd.director", countersign, ACCEPT))
                .isInstanceOf(RuleBroken.class)
                .hasMessage(
                        "Information can be asked for in the first 10 days of an agency's clock; these have passed. Send the draft back.");
        assertThat(cases.asTheLabSeesIt(acme).get("openRequests")).isEmpty();

        staff.complete(
                "oncd.director", countersign, Map.of("accepted", "false", "note", "Too late to ask; vote, please."));
        cases.signs(acme, "oncd", CONCUR);
        assertThat(positions.of(acme.id()).stream()
                        .filter(position -> position.vote().isPresent())
                        .map(Positions.Position::agency)
                        .toList())
                .isEqualTo(List.of("oncd"));
    }
}
