package org.countersign.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.testing.TestCases.ACCEPT;
import static org.countersign.testing.TestCases.APPROVE;
import static org.countersign.testing.TestCases.CONCUR;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.task.Task;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.signoff.CommerceDecisions;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.RuleBroken;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Rule 6. When all required agencies concur a director of Commerce, who drafted no vote of the case,
 * countersigns and the license is issued. Each condition stays with the agency that set it.
 */
@CountersignTest
class Rule6ConditionsAndCommerceTest {

    private static final Map<String, Object> WITH_CONDITIONS = Map.of(
            "vote", "concur-with-conditions",
            "reasons", "Safe under supervision.",
            "conditions", "A person approves every change.\nLogs are kept for a year.");

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private LabApi api;

    @Autowired
    private Licenses licenses;

    @Autowired
    private CommerceDecisions decisions;

    @Test
    void commerceIsAskedOnlyWhenTheLastAgencyHasConcurred() {
        Case acme = cases.referred();
        cases.signs(acme, "commerce", CONCUR);
        cases.signs(acme, "oncd", CONCUR);
        assertThat(cases.task(acme, AccessReview.COUNTERSIGN)).isNull();
        cases.signs(acme, "ostp", CONCUR);
        assertThat(cases.openTasks(acme)).containsExactly("countersign");
        assertThat(licenses.ofApplication(acme.id())).isEmpty();
        JsonNode running = cases.asTheLabSeesIt(acme).get("clock").get("running");
        assertThat(running).hasSize(1);
        assertThat(running.get(0).get("agency").asText()).isEqualTo("commerce");

        staff.complete("commerce.director", cases.task(acme, AccessReview.COUNTERSIGN), APPROVE);
        assertThat(licenses.ofApplication(acme.id())).isPresent();
        assertThat(decisions.on(acme.id()).orElseThrow().signedBy()).isEqualTo("commerce.director");
    }

    @Test
    void onlyADirectorOfCommerceCountersigns() {
        Case acme = cases.concurred();
        Task countersign = cases.task(acme, AccessReview.COUNTERSIGN);
        for (String stranger : List.of("commerce.reviewer", "oncd.director", "intake.officer", "admin")) {
            assertThatThrownBy(() -> staff.complete(stranger, countersign, APPROVE))
                    .isInstanceOf(AuthorizationException.class);
        }
        assertThat(licenses.ofApplication(acme.id())).isEmpty();
    }

    @Test
    void neverWhoDraftedAVoteOfTheCaseNotEvenOneThatWentBack() {
        Case acme = cases.referred();
        cases.signs(acme, "oncd", CONCUR);
        cases.signs(acme, "ostp", CONCUR);
        staff.complete("commerce.director", cases.task(acme, "draftVote", "commerce"), CONCUR);
        staff.hire("commerce.deputy", "commerce", "commerce-directors");
        staff.complete(
                "commerce.deputy",
                cases.task(acme, "countersignVote", "commerce"),
                Map.of("accepted", "false", "note", "Let a reviewer draft it."));
        cases.signs(acme, "commerce", CONCUR);

        Task countersign = cases.task(acme, AccessReview.COUNTERSIGN);
        LabApi.Answer refused = api.staff(
                "commerce.director",
                "POST",
                "/engine-rest/task/" + countersign.getId() + "/complete",
                "{\"variables\":{\"outcome\":{\"value\":\"approve\"}}}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().get("detail").asText())
                .isEqualTo("You drafted a vote in this case; another director must countersign it.");
        staff.complete("commerce.deputy", countersign, APPROVE);
        assertThat(cases.status(acme)).isEqualTo("approved");
    }

    @Test
    void aRefusalNeedsReasonsAndCriteriaThatArePublished() {
        Case acme = cases.concurred();
        Task countersign = cases.task(acme, AccessReview.COUNTERSIGN);
        assertThatThrownBy(() -> staff.complete("commerce.director", countersign, Map.of("outcome", "refuse")))
                .isInstanceOf(RuleBroken.class)
                .hasMessage("A refusal needs reasons; the applicant will read them.");
        assertThatThrownBy(() -> staff.complete(
                        "commerce.director",
                        countersign,
                        Map.of("outcome", "refuse", "reasons", "unsafe", "criteria", "CR-99")))
                .isInstanceOf(RuleBroken.class)
                .hasMessage("There is no published criterion CR-99.");
        assertThatThrownBy(() -> staff.complete("commerce.director", countersign, Map.of("outcome", "perhaps")))
                .isInstanceOf(RuleBroken.class);
        assertThat(decisions.on(acme.id())).isEmpty();
        assertThat(cases.openTasks(acme)).containsExactly("countersign");
    }

    @Test
    void conditionsStayWithTheAgencyThatSetThem() {
        Case acme = cases.referred();
        cases.signs(acme, "oncd", CONCUR);
        cases.signs(acme, "ostp", WITH_CONDITIONS);
        cases.signs(
                acme,
                "commerce",
                Map.of(
                        "vote", "concur-with-conditions",
                        "reasons", "Exports are reported.",
                        "conditions", "Exports are reported."));
        staff.complete("commerce.director", cases.task(acme, AccessReview.COUNTERSIGN), APPROVE);

        assertThat(cases.status(acme)).isEqualTo("approved-with-conditions");
        assertThat(licenses.ofApplication(acme.id()).orElseThrow().conditions())
                .extracting(License.Condition::agency, License.Condition::text)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("ostp", "A person approves every change."),
                        org.assertj.core.groups.Tuple.tuple("ostp", "Logs are kept for a year."),
                        org.assertj.core.groups.Tuple.tuple("commerce", "Exports are reported."));
    }

    @Test
    void conditionsOfADraftThatWentBackBindNobody() {
        Case acme = cases.referred();
        cases.signs(acme, "oncd", CONCUR);
        cases.signs(acme, "commerce", CONCUR);
        staff.complete("ostp.reviewer", cases.task(acme, "draftVote", "ostp"), WITH_CONDITIONS);
        staff.complete(
                "ostp.director",
                cases.task(acme, "countersignVote", "ostp"),
                Map.of("accepted", "false", "note", "Not needed."));
        staff.complete("ostp.reviewer", cases.task(acme, "draftVote", "ostp"), CONCUR);
        staff.complete("ostp.director", cases.task(acme, "countersignVote", "ostp"), ACCEPT);
        staff.complete("commerce.director", cases.task(acme, AccessReview.COUNTERSIGN), APPROVE);

        assertThat(cases.status(acme)).isEqualTo("approved");
        assertThat(licenses.ofApplication(acme.id()).orElseThrow().conditions()).isEmpty();
    }

    @Test
    void reasonsComeInTiersAndTheLabReadsOnlyItsOwn() {
        Case acme = cases.concurred();
        staff.complete(
                "commerce.director",
                cases.task(acme, AccessReview.COUNTERSIGN),
                Map.of(
                        "outcome", "approve",
                        "reasons", "For the applicant.",
                        "publicReasons", "For everybody.",
                        "internalReasons", "For the offices."));
        LabApi.Answer seen = api.get(LabApi.AURORA, "/api/v1/applications/" + acme.id());
        assertThat(seen.json().get("decision").get("reasons").asText()).isEqualTo("For the applicant.");
        assertThat(seen.body()).doesNotContain("For the offices.").doesNotContain("commerce.director");
        assertThat(decisions.on(acme.id()).orElseThrow().reasons().internally()).isEqualTo("For the offices.");
    }
}
