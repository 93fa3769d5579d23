package org.countersign.appeal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.countersign.clock.MissedDeadlines;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.junit.jupiter.api.Test;

/** Rule 9: what happens when the appeals office sends a denial back to one agency. */
class Rule9RemandTest extends AppealStory {

    @Test
    void rule9ARemandedDenialGoesBackToTheAgencyThatObjectedAndThenToCommerce() {
        Case acme = deniedOnTheLadder();
        files(acme, "denial");

        decides("appeals.judge", acme, Map.of("outcome", "remanded", "reasons", "Advisory 2026-17 was withdrawn."));

        assertThat(appeal).hasPassed("reopenSignOff", "announceRemand").isWaitingAt("signOff");
        assertThat(cases.openTasks(acme)).containsExactly("draftVote");
        assertThat(api.staff(
                                "oncd.reviewer",
                                "GET",
                                "/engine-rest/task/"
                                        + cases.task(acme, "draftVote").getId() + "/form-variables",
                                null)
                        .body())
                .contains("remandFacts", "Advisory 2026-17 was withdrawn.");
        assertThat(seen(acme).get("status").asText()).isEqualTo("denied");
        cases.signs(acme, "oncd", TestCases.CONCUR);
        assertThat(appeal).hasPassed("tallySignOffs", "startCommerceClock").isWaitingAt("countersign");
        staff.complete("commerce.director", cases.task(acme, "countersign"), TestCases.APPROVE);

        assertThat(appeal).isEnded().hasPassed("licenseIssued").hasNotPassed("confirmDenial");
        assertThat(seen(acme).get("status").asText()).isEqualTo("approved");
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isTrue();
    }

    @Test
    void rule9ADenialStandsWhenTheAgencyObjectsAgain() {
        Case acme = deniedOnTheLadder();
        files(acme, "denial");
        decides("appeals.judge", acme, Map.of("outcome", "remanded", "reasons", "Look again.", "agency", "oncd"));
        var again = new HashMap<>(TestCases.OBJECT);
        again.put("reasons", "It still controls safety functions.");

        cases.signs(acme, "oncd", again);

        assertThat(appeal).isEnded().hasPassed("confirmDenial", "announceDenial", "denialStands");
        assertThat(appeal).hasNotPassed("countersign");
        assertThat(seen(acme).get("status").asText()).isEqualTo("denied");
        assertThat(seen(acme).at("/decision/reasons").asText()).contains("It still controls safety functions.");
        assertThat(cases.notices(acme)).contains("denial-stands");
    }

    @Test
    void rule9ADenialThatWasConfirmedIsANewDecisionAndCanBeAppealedFor45Days() {
        Case acme = deniedOnTheLadder();
        assertThat(files(acme, "denial").json().get("subject").asText()).isEqualTo(acme.id());
        decides("appeals.judge", acme, Map.of("outcome", "remanded", "reasons", "Look again."));
        assertThat(seen(acme).get("appealable")).isEmpty(); // the first denial was appealed, the second is not made
        time.advance(Duration.ofDays(20));
        cases.signs(acme, "oncd", TestCases.OBJECT);
        time.advance(Duration.ofDays(44));

        var again = files(acme, "denial", acme.id());
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().get("detail").asText()).isEqualTo("This has been appealed already.");
        assertThat(seen(acme).at("/appealable/0/subject").asText()).isEqualTo(acme.id() + ":2");
        var filed = files(acme, "denial");
        assertThat(filed.status()).as(filed.body()).isEqualTo(201);
        assertThat(filed.json().get("subject").asText()).isEqualTo(acme.id() + ":2");
        assertThat(filed.json().get("number").asInt()).isEqualTo(2);
        assertThat(files(acme, "denial").status()).isEqualTo(409);

        decides("appeals.officer", acme, Map.of("outcome", "reversed", "reasons", "The advisory was withdrawn."));
        assertThat(seen(acme).get("status").asText()).isEqualTo("approved");
        assertThat(seen(acme).at("/decision/reasons").asText()).isEqualTo("The advisory was withdrawn.");
    }

    @Test
    void rule9ADenialStandsWhenCommerceRefusesAfterTheRemand() {
        Case acme = cases.denied();
        files(acme, "denial");
        refuses(
                acme,
                Map.of("outcome", "remanded", "reasons", "Look again."),
                "agency",
                "Name the agency that signs off again, one of: commerce, oncd, ostp.");
        refuses(
                acme,
                Map.of("outcome", "remanded", "reasons", "Look again.", "agency", "state"),
                "agency",
                "Name the agency that signs off again, one of: commerce, oncd, ostp.");
        decides("appeals.judge", acme, Map.of("outcome", "remanded", "reasons", "Look again.", "agency", "ostp"));
        cases.signs(acme, "ostp", TestCases.CONCUR);
        time.advance(Duration.ofDays(5));
        assertThat(appeal).hasPassed("countersignatureOverdue", "recordCountersignatureOverdue");

        staff.complete(
                "commerce.director",
                cases.task(acme, "countersign"),
                Map.of("outcome", "refuse", "reasons", "The investigation goes on."));

        assertThat(appeal).isEnded().hasPassed("countersignatureOverdueRecorded", "denialStands");
        assertThat(seen(acme).at("/decision/reasons").asText()).isEqualTo("The investigation goes on.");
        assertThat(missed.of(acme.id()))
                .extracting(MissedDeadlines.MissedDeadline::clock)
                .contains("countersignature");
    }

    @Test
    void rule9ADenialStandsWhenTheApplicantLeavesAQuestionAfterTheRemandUnanswered() {
        Case acme = deniedOnTheLadder();
        files(acme, "denial");
        decides("appeals.judge", acme, Map.of("outcome", "remanded", "reasons", "Look again."));
        cases.signs(acme, "oncd", Map.of("vote", "need-information", "question", "Which advisory replaced it?"));
        time.advance(Duration.ofDays(45));

        assertThat(appeal).isEnded().hasPassed("applicantSilent", "confirmDenial", "denialStands");
        assertThat(seen(acme).get("status").asText()).isEqualTo("denied");
        assertThat(seen(acme).at("/decision/reasons").asText())
                .isEqualTo("An agency asked a question, and it was not answered in time.");
        assertThat(seen(acme).at("/clock/running")).isEmpty();
    }
}
