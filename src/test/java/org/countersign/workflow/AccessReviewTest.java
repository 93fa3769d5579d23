package org.countersign.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;
import static org.countersign.testing.TestCases.ACCEPT;
import static org.countersign.testing.TestCases.APPROVE;
import static org.countersign.testing.TestCases.CONCUR;
import static org.countersign.testing.TestCases.REFER;

import java.time.Duration;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.test.assertions.bpmn.AbstractAssertions;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Every path of {@code access-review.bpmn}. */
@CountersignTest
class AccessReviewTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private TimeMachine time;

    @Autowired
    private LabApi api;

    @Autowired
    private ProcessEngine engine;

    @BeforeEach
    void useThisEngine() {
        AbstractAssertions.init(engine);
    }

    @Test
    void issuesALicenseWhenAllAgenciesConcurAndCommerceCountersigns() {
        Case acme = cases.received();
        ProcessInstance review = cases.instance(acme, AccessReview.KEY);
        assertThat(review).hasPassed("applicationReceived", "confirmReceipt").isWaitingAt("checkCompleteness");
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isFalse();

        staff.complete("intake.officer", cases.task(acme, "checkCompleteness"), REFER);
        assertThat(review).hasPassed("scoreRisk", "determineAgencies").isWaitingAt("signOff");
        assertThat(cases.openTasks(acme)).containsExactly("draftVote", "draftVote", "draftVote");

        cases.signs(acme, "oncd", CONCUR);
        cases.signs(acme, "ostp", CONCUR);
        assertThat(review).hasNotPassed("tallySignOffs");
        cases.signs(acme, "commerce", CONCUR);
        assertThat(review).hasPassed("tallySignOffs").isWaitingAt("countersign");
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isFalse();

        staff.complete("commerce.director", cases.task(acme, "countersign"), APPROVE);
        assertThat(review)
                .isEnded()
                .hasPassedInOrder("issueLicense", "startMonitoring", "announceApproval", "licenseIssued")
                .hasNotPassed("refuseAccess", "accessRefused", "announceReturn");
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isTrue();
        assertThat(cases.asTheLabSeesIt(acme).get("status").asText()).isEqualTo("approved");
    }

    @Test
    void returnsAnIncompleteApplicationWithTheReason() {
        Case acme = cases.received();
        ProcessInstance review = cases.instance(acme, AccessReview.KEY);

        staff.complete(
                "intake.officer",
                cases.task(acme, "checkCompleteness"),
                Map.of("outcome", "return", "note", "Who owns the other 40 percent?"));

        assertThat(review)
                .isEnded()
                .hasPassed("announceReturn", "applicationReturned")
                .hasNotPassed("scoreRisk", "signOff", "issueLicense");
        var seen = cases.asTheLabSeesIt(acme);
        assertThat(seen.get("status").asText()).isEqualTo("returned");
        assertThat(seen.get("decision").get("reasons").asText()).isEqualTo("Who owns the other 40 percent?");
    }

    @Test
    void givesNoticeBeforeItDeniesWhatCommerceRefuses() {
        Case acme = cases.concurred();
        ProcessInstance review = cases.instance(acme, AccessReview.KEY);

        staff.complete(
                "commerce.director",
                cases.task(acme, "countersign"),
                Map.of("outcome", "refuse", "reasons", "The parent company is under investigation."));

        assertThat(cases.asTheLabSeesIt(acme).get("status").asText()).isEqualTo("intent-to-deny");
        assertThat(review)
                .isWaitingAt("awaitRebuttal")
                .hasPassed("countersign", "giveNotice", "announceIntent")
                .hasNotPassed("denyAccess", "issueLicense");

        time.advance(Duration.ofDays(44));
        assertThat(cases.asTheLabSeesIt(acme).get("status").asText()).isEqualTo("intent-to-deny");
        time.advance(Duration.ofDays(1));
        assertThat(review).isEnded().hasPassed("denialFinal", "denyAccess", "accessDenied");
        assertThat(cases.asTheLabSeesIt(acme).get("decision").get("reasons").asText())
                .isEqualTo("The parent company is under investigation.");
    }

    @Test
    void carriesTheConditionsOfEachAgencyIntoTheLicense() {
        Case acme = cases.referred();
        cases.signs(acme, "oncd", CONCUR);
        cases.signs(
                acme,
                "ostp",
                Map.of(
                        "vote", "concur-with-conditions",
                        "reasons", "Safe under supervision.",
                        "conditions", "A person approves every change.\n\n  Logs are kept for a year.  "));
        cases.signs(acme, "commerce", CONCUR);
        staff.complete("commerce.director", cases.task(acme, "countersign"), APPROVE);

        assertThat(cases.asTheLabSeesIt(acme).get("status").asText()).isEqualTo("approved-with-conditions");
        var conditions = cases.greenLight(acme).get("conditions");
        assertThat(conditions.findValuesAsText("agency")).containsExactly("ostp", "ostp");
        assertThat(conditions.findValuesAsText("text"))
                .containsExactlyInAnyOrder("A person approves every change.", "Logs are kept for a year.");
    }

    @Test
    void asksStateToSignForACustomerOutsideThePartnerCountries() {
        String customer = "acme-" + System.nanoTime();
        Case acme = cases.received(customer, Submissions.with(body -> body.withObject("/customer")
                .put("customerId", customer)
                .put("country", "BR")));
        staff.complete("intake.officer", cases.task(acme, "checkCompleteness"), REFER);

        assertThat(cases.task(acme, "draftVote", "state")).isNotNull();
        assertThat(cases.openTasks(acme)).hasSize(4);
    }

    @Test
    void letsAgenciesSignInAnyOrderAndAtTheSameMoment() throws Exception {
        Case acme = cases.referred();
        for (String agency : new String[] {"oncd", "ostp", "commerce"}) {
            staff.complete(agency + ".reviewer", cases.task(acme, "draftVote", agency), CONCUR);
        }
        var drafts = Map.of(
                "oncd.director", cases.task(acme, "countersignVote", "oncd"),
                "ostp.director", cases.task(acme, "countersignVote", "ostp"),
                "commerce.director", cases.task(acme, "countersignVote", "commerce"));
        var directors = drafts.entrySet().stream()
                .map(draft -> new Thread(() -> staff.complete(draft.getKey(), draft.getValue(), ACCEPT)))
                .toList();
        directors.forEach(Thread::start);
        for (Thread director : directors) {
            director.join();
        }

        assertThat(cases.openTasks(acme)).containsExactly("countersign");
    }

    @Test
    void showsTheLabItsCaseStepByStep() {
        Case acme = cases.approved();
        var timeline = cases.asTheLabSeesIt(acme).get("timeline");
        assertThat(timeline.findValuesAsText("event"))
                .containsExactly(
                        "application-received",
                        "parties-screened",
                        "application-referred",
                        "risk-assessed",
                        "sign-offs-requested",
                        "vote-countersigned",
                        "vote-countersigned",
                        "vote-countersigned",
                        "case-countersigned",
                        "license-issued");
        assertThat(timeline.toString()).doesNotContain("reviewer").doesNotContain("director");
    }
}
