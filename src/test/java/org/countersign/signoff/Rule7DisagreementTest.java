package org.countersign.signoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.test.assertions.bpmn.AbstractAssertions;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.ClockRun;
import org.countersign.clock.MissedDeadlines;
import org.countersign.journal.Journal;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.Escalation;
import org.countersign.workflow.RuleBroken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Rule 7: who decides when agencies disagree, and until when. Every path of {@code escalation.bpmn}. */
@CountersignTest
class Rule7DisagreementTest {

    private static final Map<String, Object> FOR = Map.of("outcome", "approve", "reasons", "The test bench isolates.");
    private static final Map<String, Object> AGAINST = Map.of("outcome", "deny", "reasons", "The risk remains.");
    private static final Map<String, Object> UP = Map.of("escalates", "true", "reasons", "The evidence was not seen.");
    private static final Map<String, Object> STAND = Map.of("escalates", "false");

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private LabApi api;

    @Autowired
    private TimeMachine time;

    @Autowired
    private Escalations escalations;

    @Autowired
    private ClockLedger ledger;

    @Autowired
    private MissedDeadlines missed;

    @Autowired
    private Journal journal;

    @Autowired
    private ProcessEngine engine;

    private Case acme;
    private ProcessInstance ladder;

    @BeforeEach
    void agenciesDisagree() {
        AbstractAssertions.init(engine);
        acme = cases.disagreed();
        ladder = cases.instance(acme, Escalation.KEY);
    }

    @Test
    void rule7TheChairOfTheOperatingCommitteeDecidesADisagreement() {
        assertThat(ladder).hasPassed("openEscalation", "announceEscalation").isWaitingAt("decideAsChair");
        assertThat(status()).isEqualTo("escalated");
        assertThat(runningClocks()).contains("chair of operating-committee", "case of case");

        staff.complete("committee.chair", cases.task(acme, "decideAsChair"), FOR);

        assertThat(ladder).isWaitingAt("considerEscalation").hasNotPassed("chairSilent");
        assertThat(cases.openTasks(acme))
                .containsExactly("considerEscalation", "considerEscalation", "considerEscalation");
        assertThat(decisions()).containsExactly("chair approve");
        assertThat(runningClocks()).contains("escalation of agencies").doesNotContain("chair of operating-committee");
    }

    @Test
    void rule7TheDecisionStandsWhenAllAgenciesLetItStand() {
        staff.complete("committee.chair", cases.task(acme, "decideAsChair"), FOR);
        all("considerEscalation", STAND);

        assertThat(ladder)
                .isEnded()
                .hasPassed("closeChairWindow", "concludeEscalation", "announceDecision", "approvalDecided")
                .hasNotPassed("chairWindowOver", "conveneCommittee", "denialDecided");
        assertThat(cases.openTasks(acme)).containsExactly("countersign");
        assertThat(status()).isEqualTo("in-review");
        assertThat(runningClocks()).doesNotContain("escalation of agencies");

        staff.complete("commerce.director", cases.task(acme, "countersign"), TestCases.APPROVE);
        assertThat(status()).isEqualTo("approved");
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isTrue();
    }

    @Test
    void rule7TheDecisionStandsWhenFiveDaysPassWithoutAnEscalation() {
        staff.complete("committee.chair", cases.task(acme, "decideAsChair"), AGAINST);
        staff.complete("ostp.director", cases.seat(acme, "considerEscalation", "ostp"), STAND);
        time.advance(Duration.ofDays(5).minusHours(1));
        assertThat(ladder).isWaitingAt("considerEscalation");

        time.advance(Duration.ofHours(1));

        assertThat(ladder)
                .isEnded()
                .hasPassed("chairWindowOver", "denialDecided")
                .hasNotPassed("approvalDecided");
        assertThat(status()).isEqualTo("intent-to-deny");
        assertThat(missed.of(acme.id())).isEmpty();
    }

    @Test
    void rule7TheChairDecidesWithin14DaysOrTheCaseGoesUp() {
        time.advance(Duration.ofDays(14).minusHours(1));
        assertThat(ladder).isWaitingAt("decideAsChair");

        time.advance(Duration.ofHours(1));

        assertThat(ladder)
                .hasPassed("chairSilent", "recordChairSilence", "conveneCommittee")
                .hasNotPassed("openChairWindow")
                .isWaitingAt("voteInCommittee");
        assertThat(decisions()).containsExactly("chair none");
        assertThat(missed.of(acme.id())).singleElement().satisfies(late -> {
            assertThat(late.clock()).isEqualTo("chair");
            assertThat(late.holder()).isEqualTo("operating-committee");
        });
        assertThat(runningClocks()).contains("committee of committee").doesNotContain("chair of operating-committee");
    }

    @Test
    void rule7TheFirstAgencyThatEscalatesCarriesTheCaseToTheCommittee() {
        staff.complete("committee.chair", cases.task(acme, "decideAsChair"), FOR);
        assertThatThrownBy(() -> staff.complete(
                        "oncd.director",
                        cases.seat(acme, "considerEscalation", "oncd"),
                        Map.of("escalates", "true", "reasons", " ")))
                .isInstanceOf(RuleBroken.class)
                .hasMessage("Say why this decision cannot stand for your agency.");

        staff.complete("oncd.director", cases.seat(acme, "considerEscalation", "oncd"), UP);

        assertThat(ladder).hasPassed("closeChairWindow", "conveneCommittee").isWaitingAt("voteInCommittee");
        assertThat(cases.openTasks(acme)).containsExactly("voteInCommittee", "voteInCommittee", "voteInCommittee");
        assertThat(journalOf("escalated")).singleElement().satisfies(entry -> assertThat(entry.actor())
                .isEqualTo("oncd.director"));
        assertThat(journalOf("escalated").get(0).content()).contains("The evidence was not seen.");
        assertThat(runningClocks()).doesNotContain("escalation of agencies");
    }

    @Test
    void rule7MoreThanHalfOfAllAgenciesInTheCommitteeDecideAtOnce() {
        intoTheCommittee();
        staff.complete("oncd.director", cases.seat(acme, "voteInCommittee", "oncd"), FOR);
        assertThat(ladder).isWaitingAt("voteInCommittee");

        staff.complete("ostp.director", cases.seat(acme, "voteInCommittee", "ostp"), FOR);

        assertThat(ladder)
                .hasPassed("countCommittee")
                .hasNotPassed("committeeTimeOver")
                .isWaitingAt("considerBoard");
        assertThat(cases.seat(acme, "voteInCommittee", "commerce")).isNull();
        assertThat(decisions()).containsExactly("chair none", "committee approve");
    }

    @Test
    void rule7ACommitteeWithoutAMajorityPassesTheCaseToTheBoard() {
        intoTheCommittee();
        staff.complete("oncd.director", cases.seat(acme, "voteInCommittee", "oncd"), AGAINST);
        staff.complete("ostp.director", cases.seat(acme, "voteInCommittee", "ostp"), FOR);
        time.advance(Duration.ofDays(11));

        assertThat(ladder).isWaitingAt("voteInBoard").hasNotPassed("openCommitteeWindow");
        assertThat(decisions()).containsExactly("chair none", "committee none");
        assertThat(missed.of(acme.id()))
                .extracting(MissedDeadlines.MissedDeadline::clock)
                .contains("committee");
    }

    @Test
    void rule7FiveDaysLaterTheDecisionOfTheCommitteeStands() {
        intoTheCommittee();
        staff.complete("oncd.director", cases.seat(acme, "voteInCommittee", "oncd"), FOR);
        staff.complete("ostp.director", cases.seat(acme, "voteInCommittee", "ostp"), FOR);
        time.advance(Duration.ofDays(5));

        assertThat(ladder).isEnded().hasPassed("committeeWindowOver", "approvalDecided");
        assertThat(cases.openTasks(acme)).containsExactly("countersign");
    }

    @Test
    void rule7TheMajorityOfTheBoardIsFinal() {
        intoTheBoard();
        staff.complete("oncd.director", cases.seat(acme, "voteInBoard", "oncd"), FOR);
        staff.complete("commerce.director", cases.seat(acme, "voteInBoard", "commerce"), FOR);

        assertThat(ladder).isEnded().hasPassed("countBoard", "approvalDecided").hasNotPassed("referToPrincipals");
        assertThat(decisions()).containsExactly("chair none", "committee deny", "board approve");
        assertThat(cases.openTasks(acme)).containsExactly("countersign");
        staff.complete("commerce.director", cases.task(acme, "countersign"), TestCases.APPROVE);
        assertThat(status()).isEqualTo("approved");
    }

    @Test
    void rule7ABoardWithoutAMajorityPassesTheCaseToThePrincipalsAndTheCaseStopsCounting() {
        intoTheBoard();
        assertThat(runningClocks()).contains("case of case");
        time.advance(Duration.ofDays(11));

        assertThat(ladder).hasPassed("boardTimeOver", "referToPrincipals").isWaitingAt("recordPrincipalsDecision");
        assertThat(decisions()).containsExactly("chair none", "committee deny", "board none");
        assertThat(runningClocks()).contains("principals of principals").doesNotContain("case of case");

        staff.complete("committee.chair", cases.task(acme, "recordPrincipalsDecision"), AGAINST);

        assertThat(ladder).isEnded().hasPassed("denialDecided").hasNotPassed("principalsOverdue");
        assertThat(decisions()).endsWith("principals deny");
        assertThat(status()).isEqualTo("intent-to-deny");
    }

    @Test
    void rule7ALateDecisionOfThePrincipalsIsRecordedAsLateAndStillCounts() {
        intoTheBoard();
        time.advance(Duration.ofDays(11 + 14));

        assertThat(ladder).hasPassed("principalsOverdue", "recordOverdueDecision", "overdueRecorded");
        assertThat(missed.of(acme.id()))
                .extracting(MissedDeadlines.MissedDeadline::clock)
                .contains("principals");
        staff.complete("committee.chair", cases.task(acme, "recordPrincipalsDecision"), FOR);
        assertThat(ladder).isEnded().hasPassed("approvalDecided");
        assertThat(cases.openTasks(acme)).containsExactly("countersign");
    }

    @Test
    void rule7ACaseThatIsReopenedAfterADenialClimbsTheLadderAnew() {
        staff.complete("committee.chair", cases.task(acme, "decideAsChair"), AGAINST);
        all("considerEscalation", STAND);
        api.post(
                LabApi.AURORA,
                "/api/v1/applications/" + acme.id() + "/rebuttal",
                "{\"text\":\"The robots have a mechanical stop now.\"}");
        staff.complete(
                "commerce.director",
                cases.task(acme, "considerRebuttal"),
                Map.of("outcome", "reopen", "reasons", "The stop is new."));
        cases.signs(acme, "oncd", TestCases.OBJECT);

        assertThat(status()).isEqualTo("escalated");
        staff.complete("committee.chair", cases.task(acme, "decideAsChair"), FOR);
        all("considerEscalation", STAND);
        staff.complete("commerce.director", cases.task(acme, "countersign"), TestCases.APPROVE);

        assertThat(status()).isEqualTo("approved");
        assertThat(escalations.decisionsOf(acme.id()))
                .extracting(EscalationDecision::round, EscalationDecision::outcome)
                .containsExactly(tuple(1, "deny"), tuple(2, "approve"));
    }

    @Test
    void rule7TheApplicantSeesWhereTheCaseIsButNotWhoVotedWhat() {
        intoTheBoard();
        var seen = cases.asTheLabSeesIt(acme);
        assertThat(seen.get("timeline").findValuesAsText("event"))
                .contains(
                        "escalation-opened",
                        "chair-decided",
                        "committee-convened",
                        "committee-decided",
                        "escalated",
                        "board-convened");
        assertThat(seen.toString()).doesNotContain("director").doesNotContain("The risk remains.");
        assertThat(seen.get("clock").get("running").findValuesAsText("agency")).containsExactly("board");
        assertThat(cases.notices(acme)).contains("escalated").doesNotContain("escalation-decided");
    }

    @Test
    void rule7TheFormsShowObjectionsAndTheLadderSoFar() {
        intoTheCommittee();
        String facts = api.staff(
                        "ostp.director",
                        "GET",
                        "/engine-rest/task/"
                                + cases.seat(acme, "voteInCommittee", "ostp").getId() + "/form-variables",
                        null)
                .body();
        assertThat(facts).contains("objectionFacts", "Advisory 2026-17", "ladderFacts", "CR-02, CR-05");
    }

    private void intoTheCommittee() {
        time.advance(Duration.ofDays(14));
    }

    private void intoTheBoard() {
        intoTheCommittee();
        staff.complete("oncd.director", cases.seat(acme, "voteInCommittee", "oncd"), AGAINST);
        staff.complete("ostp.director", cases.seat(acme, "voteInCommittee", "ostp"), AGAINST);
        staff.complete("commerce.director", cases.seat(acme, "considerBoard", "commerce"), UP);
        assertThat(ladder).hasPassed("closeCommitteeWindow", "conveneBoard").isWaitingAt("voteInBoard");
    }

    private void all(String task, Map<String, Object> form) {
        List.of("oncd", "ostp", "commerce")
                .forEach(agency -> staff.complete(agency + ".director", cases.seat(acme, task, agency), form));
    }

    private String status() {
        return cases.asTheLabSeesIt(acme).get("status").asText();
    }

    private List<String> decisions() {
        return escalations.decisionsOf(acme.id()).stream()
                .map(decision -> decision.level() + " " + decision.outcome())
                .toList();
    }

    private List<String> runningClocks() {
        return ledger.of(acme.id()).stream()
                .filter(ClockRun::isRunning)
                .map(run -> run.clock() + " of " + run.holder())
                .toList();
    }

    private List<Journal.JournalEntry> journalOf(String action) {
        return journal.about(acme.reference()).stream()
                .filter(entry -> entry.action().equals(action))
                .toList();
    }
}
