package org.countersign.appeal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;

import java.time.Duration;
import java.util.Map;
import org.camunda.bpm.engine.TaskService;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.MissedDeadlines;
import org.countersign.license.Suspensions;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.workflow.Attempts;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Rule 9: how appeals are decided, by whom, and what follows. Every path of {@code appeal.bpmn}. */
class Rule9AppealTest extends AppealStory {

    private static final Map<String, Object> WITH_CONDITION = Map.of(
            "vote", "concur-with-conditions",
            "reasons", "Safe under supervision.",
            "conditions", "A person approves every change.");

    @Autowired
    private Appeals appeals;

    @Autowired
    private Suspensions suspensions;

    @Autowired
    private Attempts attempts;

    @Autowired
    private ClockLedger ledger;

    @Autowired
    private TaskService tasks;

    @Test
    void rule9TheDenialStandsWhenTheAppealIsUpheldAndTheApplicantReadsWhy() {
        Case acme = cases.denied();
        var filed = files(acme, "denial");
        assertThat(filed.status()).isEqualTo(201);
        assertThat(filed.json().get("status").asText()).isEqualTo("pending");
        assertThat(filed.json().get("number").asInt()).isEqualTo(1);
        assertThat(appeal).hasPassed("appealFiled", "confirmAppeal").isWaitingAt("decideAppeal");
        assertThat(seen(acme).get("status").asText()).isEqualTo("denied");
        assertThat(seen(acme).at("/appeals/0/status").asText()).isEqualTo("pending");

        decides(
                "appeals.judge",
                acme,
                Map.of("outcome", "upheld", "reasons", "The inquiry was reopened.", "internalReasons", "See file 7."));

        assertThat(appeal)
                .isEnded()
                .hasPassed("announceUpheld", "decisionUpheld")
                .hasNotPassed("issueLicense");
        assertThat(seen(acme).get("status").asText()).isEqualTo("denied");
        assertThat(seen(acme).at("/appeals/0/decision/outcome").asText()).isEqualTo("upheld");
        assertThat(seen(acme).at("/appeals/0/decision/reasons").asText()).isEqualTo("The inquiry was reopened.");
        assertThat(seen(acme).toString()).doesNotContain("See file 7.").doesNotContain("appeals.judge");
        assertThat(cases.notices(acme)).contains("appeal-received", "appeal-upheld");
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isFalse();
    }

    @Test
    void rule9AReversedDenialIssuesTheLicenseWithTheConditionsOfTheAgencies() {
        Case acme = cases.referred();
        cases.signs(acme, "oncd", TestCases.CONCUR);
        cases.signs(acme, "ostp", WITH_CONDITION);
        cases.signs(acme, "commerce", TestCases.CONCUR);
        refusedByCommerce(acme);
        files(acme, "denial");

        decides("appeals.judge", acme, Map.of("outcome", "reversed", "reasons", "There is no investigation."));

        assertThat(appeal)
                .isEnded()
                .hasPassed("allHeard", "issueLicense", "startMonitoring", "announceApproval", "licenseIssued")
                .hasNotPassed("overturnDenial", "signOff");
        assertThat(seen(acme).get("status").asText()).isEqualTo("approved-with-conditions");
        assertThat(seen(acme).at("/decision/reasons").asText()).isEqualTo("There is no investigation.");
        var light = cases.greenLight(acme);
        assertThat(light.get("green").asBoolean()).isTrue();
        assertThat(light.get("conditions").findValuesAsText("text")).containsExactly("A person approves every change.");
        assertThat(cases.instance(acme, "license-monitoring")).isNotNull();
    }

    @Test
    void rule9AConditionThatIsReversedBindsNoLonger() {
        Case acme = approvedWithCondition();
        var filed = files(acme, "condition");
        assertThat(filed.status()).isEqualTo(201);
        refuses(
                acme,
                Map.of("outcome", "remanded", "reasons", "Look again."),
                "outcome",
                "Only a denial can be remanded.");
        assertThat(cases.greenLight(acme).get("conditions")).hasSize(1);

        decides("appeals.judge", acme, Map.of("outcome", "reversed", "reasons", "It protects nobody."));

        assertThat(appeal).isEnded().hasPassed("releaseCondition", "announceRelease", "conditionReleased");
        assertThat(cases.greenLight(acme).get("conditions")).isEmpty();
        assertThat(cases.notices(acme)).contains("appeal-reversed");
    }

    @Test
    void rule9ASuspensionThatIsReversedPutsTheLicenseBackInForce() {
        Case acme = cases.approved();
        String license = seen(acme).get("licenseId").asText();
        attempts.at(() -> suspensions.suspend(license, "usage", "No usage report for 30 days.", "system"));
        assertThat(cases.greenLight(acme).get("reason").asText()).isEqualTo("license-suspended");
        String suspension = seen(acme).at("/suspensions/0/id").asText();
        assertThat(seen(acme).at("/suspensions/0/reasons").asText()).isEqualTo("No usage report for 30 days.");
        var filed = files(acme, "suspension");
        assertThat(filed.status()).isEqualTo(201);
        assertThat(filed.json().get("subject").asText()).isEqualTo(suspension);

        decides("appeals.judge", acme, Map.of("outcome", "reversed", "reasons", "The report was there in time."));

        assertThat(appeal).isEnded().hasPassed("reinstateLicense", "announceReinstatement", "licenseReinstated");
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isTrue();
        assertThat(suspensions.inForceFor(acme.id())).isEmpty();
        assertThat(files(acme, "suspension").json().get("detail").asText())
                .isEqualTo("There is no suspension to appeal.");
    }

    @Test
    void rule9AMissedDeadlineThatWasNotJustifiedOrdersTheOfficeToAct() {
        Case acme = cases.concurred();
        time.advance(Duration.ofDays(5));
        assertThat(missed.of(acme.id())).hasSize(1);
        assertThat(files(acme, "missed-deadline").status()).isEqualTo(201);

        decides("appeals.judge", acme, Map.of("outcome", "reversed", "reasons", "Nobody was ill."));

        assertThat(appeal).hasPassed("orderAction", "announceOrder").isWaitingAt("orderOver");
        assertThat(ledger.open(acme.id(), "delay-order", "commerce")).isPresent();
        assertThat(cases.notices(acme)).contains("appeal-reversed");
        time.advance(Duration.ofDays(5));

        assertThat(appeal).isEnded().hasPassed("reviewOrder", "delayFoundUnjustified");
        assertThat(missed.of(acme.id()))
                .extracting(MissedDeadlines.MissedDeadline::clock)
                .contains("delay-order");
        assertThat(ledger.open(acme.id(), "delay-order", "commerce")).isEmpty();
        assertThat(cases.openTasks(acme)).containsExactly("countersign");
    }

    @Test
    void rule9AnOfficeThatActsInTheDaysOfTheOrderIsNotLateAgain() {
        Case acme = cases.concurred();
        time.advance(Duration.ofDays(5));
        files(acme, "missed-deadline");
        decides("appeals.judge", acme, Map.of("outcome", "reversed", "reasons", "Nobody was ill."));
        staff.complete("commerce.director", cases.task(acme, "countersign"), TestCases.APPROVE);
        time.advance(Duration.ofDays(5));

        assertThat(appeal).isEnded().hasPassed("delayFoundUnjustified");
        assertThat(missed.of(acme.id()))
                .extracting(MissedDeadlines.MissedDeadline::clock)
                .containsExactly("countersignature");
    }

    @Test
    void rule9AnAppealIsDecidedWithin30DaysOrTheDelayIsOnRecord() {
        Case acme = cases.denied();
        files(acme, "denial");
        time.advance(Duration.ofDays(30).minusHours(1));
        assertThat(appeal).hasNotPassed("appealOverdue");
        time.advance(Duration.ofHours(1));

        assertThat(appeal)
                .hasPassed("appealOverdue", "recordAppealOverdue", "appealOverdueRecorded")
                .isWaitingAt("decideAppeal");
        assertThat(missed.of(acme.id())).singleElement().satisfies(late -> {
            assertThat(late.clock()).isEqualTo("appeal");
            assertThat(late.holder()).isEqualTo("appeals");
        });
        decides("appeals.judge", acme, Map.of("outcome", "upheld", "reasons", "Late, but the same."));
        assertThat(files(acme, "missed-deadline").status()).isEqualTo(201);
    }

    @Test
    void rule9NobodyDecidesAnAppealInACaseTheyHaveTakenPartIn() {
        Case acme = cases.concurred();
        time.advance(Duration.ofDays(5));
        files(acme, "missed-deadline");
        decides("appeals.judge", acme, Map.of("outcome", "upheld", "reasons", "Commerce was busy."));
        refusedByCommerce(acme);
        files(acme, "denial");

        refuses(
                acme,
                Map.of("outcome", "upheld", "reasons", "As before."),
                "task",
                "You have taken part in this case; somebody who has not must decide the appeal.");
        staff.as(
                "appeals.judge",
                () -> tasks.setAssignee(cases.task(acme, "decideAppeal").getId(), null));
        decides("appeals.officer", acme, Map.of("outcome", "upheld", "reasons", "The inquiry goes on."));
        assertThat(appeals.of(acme.id())).extracting(FiledAppeal::isPending).containsExactly(false, false);
    }

    @Test
    void rule9ARulingNeedsReasons() {
        Case acme = cases.denied();
        files(acme, "denial");
        refuses(acme, Map.of("outcome", "upheld"), "reasons", "Give your reasons; the applicant will read them.");
        refuses(
                acme,
                Map.of("outcome", "maybe", "reasons", "Hm."),
                "outcome",
                "Choose one of: upheld, reversed, remanded.");
        assertThat(appeal).isWaitingAt("decideAppeal");
    }

    @Test
    void theFormOfTheAppealsOfficeShowsTheAppealAndWhatWasDecided() {
        Case acme = deniedOnTheLadder();
        files(acme, "denial");
        String facts = api.staff(
                        "appeals.judge",
                        "GET",
                        "/engine-rest/task/" + cases.task(acme, "decideAppeal").getId() + "/form-variables",
                        null)
                .body();
        assertThat(facts).contains(WORDS, "decisionFacts", "ladderFacts", "Advisory 2026-17", "agencyChoices");
    }

    private Case approvedWithCondition() {
        Case acme = cases.referred();
        cases.signs(acme, "oncd", TestCases.CONCUR);
        cases.signs(acme, "ostp", WITH_CONDITION);
        cases.signs(acme, "commerce", TestCases.CONCUR);
        staff.complete("commerce.director", cases.task(acme, "countersign"), TestCases.APPROVE);
        return acme;
    }

    private void refusedByCommerce(Case acme) {
        staff.complete(
                "commerce.director",
                cases.task(acme, "countersign"),
                Map.of("outcome", "refuse", "reasons", "The parent company is under investigation."));
        time.advance(Duration.ofDays(45));
    }
}
