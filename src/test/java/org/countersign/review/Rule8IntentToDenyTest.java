package org.countersign.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.testing.TestCases.APPROVE;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.MissedDeadlines;
import org.countersign.signoff.DenialNotice;
import org.countersign.signoff.DenialNotices;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.NoTrace;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.RuleBroken;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Rule 8. Before a denial the applicant gets notice with criteria, evidence, what could be changed and a
 * named contact, and has 20 days to answer. The denial is final on day 45 unless the answer changes it.
 */
@CountersignTest
class Rule8IntentToDenyTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private LabApi api;

    @Autowired
    private TimeMachine time;

    @Autowired
    private DenialNotices notices;

    @Autowired
    private ClockLedger ledger;

    @Autowired
    private MissedDeadlines missed;

    @Autowired
    private JdbcClient db;

    private DenialNotice notice(Case of) {
        return notices.latestOf(of.id()).orElseThrow();
    }

    private void considers(Case of, String outcome) {
        staff.complete(
                "commerce.director",
                cases.task(of, AccessReview.CONSIDER_REBUTTAL),
                Map.of("outcome", outcome, "reasons", "We have read what you wrote."));
    }

    @Test
    void theNoticeNamesCriteriaEvidenceCuresAndAPersonAndTheTwoDays() {
        Case acme = cases.refused();
        assertThat(cases.status(acme)).isEqualTo("intent-to-deny");
        DenialNotice notice = notice(acme);
        assertThat(notice.ground()).isEqualTo("commerce");
        assertThat(notice.reasons().applicant()).isEqualTo("The parent company is under investigation.");
        assertThat(notice.criteria()).isNotEmpty().allMatch(criterion -> criterion.startsWith("CR-"));
        assertThat(notice.evidence()).isNotBlank();
        assertThat(notice.curable()).isNotBlank();
        assertThat(notice.contact()).isEqualTo("Iris Intake, intake.officer@agency.example");
        assertThat(notice.rebuttalBy()).isEqualTo(notice.notifiedAt().plus(Duration.ofDays(20)));
        assertThat(notice.finalOn()).isEqualTo(notice.notifiedAt().plus(Duration.ofDays(45)));
    }

    @Test
    void whatCommerceNamesStandsInTheNotice() {
        Case acme = cases.concurred();
        staff.complete(
                "commerce.director",
                cases.task(acme, AccessReview.COUNTERSIGN),
                Map.of(
                        "outcome", "refuse",
                        "reasons", "The owners are unclear.",
                        "criteria", "CR-02, CR-03",
                        "evidence", "The register of companies",
                        "cure", "Send the list of your owners.",
                        "internalReasons", "A tip from abroad."));
        DenialNotice notice = notice(acme);
        assertThat(notice.criteria()).containsExactly("CR-02", "CR-03");
        assertThat(notice.evidence()).isEqualTo("The register of companies");
        assertThat(notice.curable()).contains("Send the list of your owners.");
        List<String> letters = db.sql("SELECT body FROM notice WHERE application_id = ? AND kind = 'intent-to-deny'")
                .param(acme.id())
                .query(String.class)
                .list();
        assertThat(letters).hasSize(2).allSatisfy(letter -> assertThat(letter)
                .contains("The owners are unclear.", "CR-02, CR-03", "The register of companies", "intake.officer")
                .doesNotContain("A tip from abroad."));
    }

    @Test
    void theNoticeIsGivenAtOnceAndTheClockThatRunsIsTheApplicants() {
        Instant refusedAt = time.now();
        Case acme = cases.refused();
        assertThat(notice(acme).notifiedAt()).isBetween(refusedAt, refusedAt.plus(Duration.ofDays(5)));
        assertThat(ledger.open(acme.id(), ClockLedger.CASE, ClockLedger.CASE)).isEmpty();
        assertThat(ledger.open(acme.id(), "rebuttal", ClockLedger.APPLICANT)
                        .orElseThrow()
                        .dueOn())
                .isCloseTo(
                        notice(acme).rebuttalBy(),
                        org.assertj.core.api.Assertions.within(1, java.time.temporal.ChronoUnit.MINUTES));
    }

    @Test
    void withoutAnAnswerTheDenialIsFinalOnDayFortyFive() {
        Case acme = cases.refused();
        time.advance(Duration.ofDays(45).minusMinutes(10));
        assertThat(cases.status(acme)).isEqualTo("intent-to-deny");
        time.advance(Duration.ofMinutes(20));
        assertThat(cases.status(acme)).isEqualTo("denied");
        assertThat(cases.asTheLabSeesIt(acme).get("decision").get("reasons").asText())
                .isEqualTo("The parent company is under investigation.");
        assertThat(missed.of(acme.id())).isEmpty();
        assertThat(cases.withdraws(acme).status()).isEqualTo(409);
    }

    @Test
    void anAnswerThatDoesNotConvinceLeavesTheDenialToDayFortyFive() {
        Case acme = cases.refused();
        LabApi.Answer received = cases.rebuts(acme, "The investigation is closed.");
        assertThat(received.status()).isEqualTo(200);
        assertThat(Instant.parse(received.json().get("finalOn").asText()))
                .isEqualTo(notice(acme).finalOn());
        assertThat(notice(acme).rebuttal().text()).isEqualTo("The investigation is closed.");

        considers(acme, "refuse");
        assertThat(cases.status(acme)).isEqualTo("intent-to-deny");
        time.advance(Duration.ofDays(44));
        assertThat(cases.status(acme)).isEqualTo("intent-to-deny");
        time.advance(Duration.ofDays(2));
        assertThat(cases.status(acme)).isEqualTo("denied");
        assertThat(missed.of(acme.id())).isEmpty();
        assertThat(notice(acme).consideration().decidedBy()).isEqualTo("commerce.director");
    }

    @Test
    void anAnswerThatConvincesReopensTheCaseAndItsClock() {
        Case acme = cases.refused();
        time.advance(Duration.ofDays(5));
        cases.rebuts(acme, "The investigation is closed.");
        considers(acme, "reopen");

        assertThat(cases.status(acme)).isEqualTo("in-review");
        assertThat(cases.openTasks(acme)).containsExactly("countersign");
        assertThat(ledger.open(acme.id(), ClockLedger.CASE, ClockLedger.CASE)).isPresent();
        assertThat(ledger.open(acme.id(), "denial", "commerce")).isEmpty();
        staff.complete("commerce.director", cases.task(acme, AccessReview.COUNTERSIGN), APPROVE);
        assertThat(cases.status(acme)).isEqualTo("approved");
        assertThat(cases.timeline(acme))
                .containsSubsequence(
                        "denial-intended",
                        "rebuttal-received",
                        "rebuttal-considered",
                        "case-reopened",
                        "license-issued");
    }

    @Test
    void aReopenedCaseThatIsNotDecidedInItsNewDaysIsOnRecordAsMissed() {
        Case acme = cases.concurred();
        time.advance(Duration.ofDays(80));
        staff.complete("commerce.director", cases.task(acme, AccessReview.COUNTERSIGN), TestCases.REFUSE);
        cases.rebuts(acme, "The investigation is closed.");
        time.advance(Duration.ofDays(20)); // over the first ninety days, while nothing of the case is counted
        assertThat(missed.of(acme.id()))
                .extracting(MissedDeadlines.MissedDeadline::clock)
                .doesNotContain(ClockLedger.CASE);
        considers(acme, "reopen");
        time.advance(Duration.ofDays(89));
        assertThat(missed.of(acme.id()))
                .extracting(MissedDeadlines.MissedDeadline::clock)
                .doesNotContain(ClockLedger.CASE);
        time.advance(Duration.ofDays(2));
        assertThat(missed.of(acme.id()))
                .extracting(MissedDeadlines.MissedDeadline::clock)
                .containsOnlyOnce(ClockLedger.CASE);
    }

    @Test
    void aSecondNoticeCanBeAnsweredToo() {
        Case acme = cases.refused();
        cases.rebuts(acme, "The investigation is closed.");
        considers(acme, "reopen");
        staff.complete("commerce.director", cases.task(acme, AccessReview.COUNTERSIGN), TestCases.REFUSE);
        assertThat(notice(acme).round()).isEqualTo(2);
        assertThat(cases.status(acme)).isEqualTo("intent-to-deny");
        assertThat(cases.rebuts(acme, "It is closed; here is the letter.").status())
                .isEqualTo(200);
        assertThat(notices.of(acme.id()))
                .extracting(each -> each.rebuttal().text())
                .containsExactly("The investigation is closed.", "It is closed; here is the letter.");
    }

    @Test
    void commerceMustSayWhatItMakesOfTheAnswer() {
        Case acme = cases.refused();
        cases.rebuts(acme, "The investigation is closed.");
        var consider = cases.task(acme, AccessReview.CONSIDER_REBUTTAL);
        assertThatThrownBy(() -> staff.complete("commerce.director", consider, Map.of("outcome", "reopen")))
                .isInstanceOf(RuleBroken.class)
                .hasMessage("Say what you make of the applicant's answer; the applicant will read it.");
        assertThatThrownBy(() ->
                        staff.complete("commerce.director", consider, Map.of("outcome", "approve", "reasons", "ok")))
                .isInstanceOf(RuleBroken.class);
        assertThat(cases.openTasks(acme)).containsExactly("considerRebuttal");
    }

    @Test
    void anAnswerBeforeTheNoticeIsRefused() {
        Case acme = cases.concurred();
        LabApi.Answer early = new NoTrace(db).of(() -> cases.rebuts(acme, "But we are innocent."));
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.json().get("detail").asText())
                .isEqualTo("This application is in-review; there is no notice of denial to answer.");
    }

    @Test
    void aSecondAnswerIsRefused() {
        Case acme = cases.refused();
        assertThat(cases.rebuts(acme, "The investigation is closed.").status()).isEqualTo(200);
        LabApi.Answer second = new NoTrace(db).of(() -> cases.rebuts(acme, "And another thing."));
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.json().get("detail").asText()).isEqualTo("This notice has been answered already.");
        assertThat(notice(acme).rebuttal().text()).isEqualTo("The investigation is closed.");
    }

    @Test
    void anAnswerIsTakenOnTheTwentiethDayAndRefusedAfterIt() {
        Case acme = cases.refused();
        Case late = cases.refused();
        time.advanceTo(notice(acme).rebuttalBy().minusSeconds(60));
        assertThat(cases.rebuts(acme, "The investigation is closed.").status()).isEqualTo(200);
        time.advanceTo(notice(late).rebuttalBy().plusSeconds(60));
        LabApi.Answer refused = new NoTrace(db).of(() -> cases.rebuts(late, "The investigation is closed."));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("detail").asText()).startsWith("The time for an answer ended on ");
        assertThat(notice(late).rebuttal()).isNull();
    }

    @Test
    void otherLabsAndBadAnswersGetNowhere() {
        Case acme = cases.refused();
        String path = "/api/v1/applications/" + acme.id() + "/rebuttal";
        var noTrace = new NoTrace(db);
        assertThat(noTrace.of(() -> api.post(LabApi.BOREALIS, path, "{\"text\":\"x\"}"))
                        .status())
                .isEqualTo(404);
        assertThat(noTrace.of(() -> cases.labPosts(acme, "rebuttal", Map.of("text", "")))
                        .status())
                .isEqualTo(422);
        assertThat(noTrace.of(() -> cases.labPosts(acme, "rebuttal", Map.of("text", "x".repeat(20_001))))
                        .status())
                .isEqualTo(422);
        assertThat(noTrace.of(() -> cases.labPosts(acme, "rebuttal", Map.of("text", "a\u0000b")))
                        .status())
                .isEqualTo(422);
        assertThat(noTrace.of(() -> cases.labPosts(acme, "rebuttal", Map.of("text", "x", "evidence", List.of(""))))
                        .status())
                .isEqualTo(422);
        assertThat(noTrace.of(() -> api.post(LabApi.AURORA, path, "[]")).status())
                .isIn(400, 422);
        assertThat(notice(acme).rebuttal()).isNull();
    }
}
