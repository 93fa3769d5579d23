package org.countersign.appeal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.risk.RiskAssessments;
import org.countersign.screening.Screenings;
import org.countersign.signoff.SignOffs;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rules 6 and 9: a reversal overrules what was said. Where no agency was asked it brings the case before them. */
class Rule9OverturnedMatchTest extends AppealStory {

    private static final Map<String, Object> REVERSED =
            Map.of("outcome", "reversed", "reasons", "Another person of that name.");

    @Autowired
    private RiskAssessments assessments;

    @Autowired
    private Screenings screenings;

    @Autowired
    private SignOffs signOffs;

    @Autowired
    private JdbcClient db;

    @Test
    void rule6AnOverturnedMatchGoesToAllRequiredAgenciesAndCommerceCountersigns() {
        Case acme = overturned();

        assertThat(appeal)
                .hasPassed("overturnDenial", "scoreRisk", "determineAgencies", "announceReview", "positionsNeeded")
                .hasNotPassed("issueLicense", "reopenSignOff")
                .isWaitingAt("signOff");
        assertThat(cases.openTasks(acme)).hasSize(3).containsOnly("draftVote");
        assertThat(seen(acme).get("status").asText()).isEqualTo("denied");
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isFalse();
        assertThat(cases.notices(acme)).contains("appeal-reversed").doesNotContain("approved");
        assertThat(cases.timeline(acme)).contains("match-overturned", "sign-offs-requested");
        agree(acme, "oncd", "ostp");
        assertThat(appeal).isWaitingAt("signOff");
        agree(acme, "commerce");
        assertThat(appeal).hasPassed("tallySignOffs", "startCommerceClock").isWaitingAt("countersign");
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isFalse();

        staff.complete("commerce.director", cases.task(acme, "countersign"), TestCases.APPROVE);

        assertThat(appeal).isEnded().hasPassed("licenseIssued").hasNotPassed("confirmDenial");
        assertThat(seen(acme).get("status").asText()).isEqualTo("approved");
        assertThat(seen(acme).at("/decision/reasons").asText())
                .isEqualTo("Commerce has countersigned what the required agencies have decided.");
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isTrue();
    }

    @Test
    void rule9AnOverturnedMatchCountsAsClearedInTheRiskScoreAndStaysOnRecord() {
        Case acme = overturned();
        assertThat(assessments.of(acme.id()).orElseThrow().facts().screening()).isEqualTo(Screenings.CLEARED_HIT);
        assertThat(screenings.hitsOf(acme.id())).isNotEmpty().allSatisfy(hit -> assertThat(hit.resolution())
                .isEqualTo(Screenings.TRUE_MATCH));
    }

    @Test
    void rule9TheAgenciesReadWhyTheyAreAsked() {
        Case acme = overturned();
        String form = cases.task(acme, "draftVote", "ostp").getId();
        assertThat(api.staff("ostp.reviewer", "GET", "/engine-rest/task/" + form + "/form-variables", null)
                        .body())
                .contains("remandFacts", "Another person of that name.");
    }

    @Test
    void rule9AnObjectionAfterwardsLetsTheDenialStandAndIsADecisionOfItsOwn() {
        Case acme = overturned();
        agree(acme, "oncd", "commerce");
        cases.signs(acme, "ostp", TestCases.OBJECT);

        assertThat(appeal).isEnded().hasPassed("confirmDenial", "denialStands").hasNotPassed("countersign");
        assertThat(seen(acme).at("/decision/reasons").asText()).contains("The firmware controls safety functions.");
        assertThatThrownBy(() -> licenseByHand(acme)).rootCause().hasMessageContaining("no license");
        assertThat(files(acme, "denial").status()).isEqualTo(201);
        decides("appeals.officer", acme, Map.of("outcome", "reversed", "reasons", "It controls no such thing."));
        assertThat(appeal).isEnded().hasPassed("licenseIssued").hasNotPassed("overturnDenial");
        assertThat(seen(acme).at("/decision/reasons").asText()).isEqualTo("It controls no such thing.");
    }

    @Test
    void rule9ARefusalOfCommerceAfterwardsLetsTheDenialStand() {
        Case acme = overturned();
        agree(acme, "oncd", "ostp", "commerce");
        staff.complete("commerce.director", cases.task(acme, "countersign"), TestCases.REFUSE);
        assertThat(appeal).isEnded().hasPassed("denialStands");
        assertThat(seen(acme).at("/decision/reasons").asText()).isEqualTo("The parent company is under investigation.");
        assertThatThrownBy(() -> licenseByHand(acme))
                .rootCause()
                .hasMessageContaining("Commerce has not countersigned");
    }

    @Test
    void rule6NoLicenseIsInsertedByHandBeforeEveryAgencyAndCommerceHaveSigned() {
        Case acme = overturned();
        assertThatThrownBy(() -> licenseByHand(acme))
                .rootCause()
                .hasMessageContaining("Commerce has not countersigned");
        agree(acme, "oncd", "ostp");
        assertThatThrownBy(() -> licenseByHand(acme))
                .rootCause()
                .hasMessageContaining("Commerce has not countersigned");
        agree(acme, "commerce");
        assertThatThrownBy(() -> licenseByHand(acme))
                .rootCause()
                .hasMessageContaining("Commerce has not countersigned");
    }

    @Test
    void rule6AReversalByHandIssuesNoLicenseWhereNoAgencyWasAskedOrNotAllHaveSpoken() {
        Case unasked = cases.matched();
        time.advance(Duration.ofDays(45));
        reversedByHand(unasked);
        assertThatThrownBy(() -> licenseByHand(unasked)).rootCause().hasMessageContaining("no license");

        Case halfway = cases.referred();
        cases.signs(halfway, "oncd", TestCases.OBJECT);
        cases.signs(halfway, "ostp", TestCases.CONCUR);
        reversedByHand(halfway);
        assertThatThrownBy(() -> licenseByHand(halfway)).rootCause().hasMessageContaining("no license");
        cases.signs(halfway, "commerce", TestCases.CONCUR);
        assertThatThrownBy(() -> licenseByHand(halfway)).rootCause().hasMessageContaining("no license");
    }

    @Test
    void rule9AnAgencyThatWasNotAnsweredIsAskedAgainWhenTheDenialIsReversed() {
        Case acme = overturned();
        agree(acme, "oncd", "commerce");
        cases.signs(acme, "ostp", TestCases.needsInformation("Which systems does it control?"));
        time.advance(Duration.ofDays(45));
        assertThat(appeal).isEnded().hasPassed("applicantSilent", "denialStands");
        assertThat(files(acme, "denial").status()).isEqualTo(201);

        decides("appeals.officer", acme, Map.of("outcome", "reversed", "reasons", "The answer was sent in time."));

        assertThat(appeal).hasPassed("overturnDenial").isWaitingAt("signOff");
        assertThat(cases.openTasks(acme)).containsExactly("draftVote");
        assertThat(signOffs.current(acme.id()))
                .filteredOn(signOff -> signOff.round() == 2)
                .singleElement()
                .matches(signOff -> signOff.agency().equals("ostp"));
        agree(acme, "ostp");
        staff.complete("commerce.director", cases.task(acme, "countersign"), TestCases.APPROVE);
        assertThat(seen(acme).get("status").asText()).isEqualTo("approved");
    }

    @Test
    void rule9ARemandToOneAgencyAsksTheOneThatWasNotAnsweredAsWell() {
        Case acme = overturned();
        agree(acme, "oncd", "commerce");
        cases.signs(acme, "ostp", TestCases.needsInformation("Which systems does it control?"));
        time.advance(Duration.ofDays(45));
        files(acme, "denial");

        decides(
                "appeals.officer",
                acme,
                Map.of("outcome", "remanded", "reasons", "Look at the answer.", "agency", "oncd"));

        assertThat(cases.openTasks(acme)).containsExactly("draftVote", "draftVote");
        agree(acme, "oncd", "ostp");
        assertThat(appeal).isWaitingAt("countersign");
    }

    private Case overturned() {
        Case acme = cases.matched();
        time.advance(Duration.ofDays(45));
        assertThat(files(acme, "denial").status()).isEqualTo(201);
        refuses(
                acme,
                Map.of("outcome", "remanded", "reasons", "Ask them."),
                "outcome",
                "No agency has looked at this case, so it cannot be remanded to one.");
        decides("appeals.judge", acme, REVERSED);
        return acme;
    }

    private void agree(Case acme, String... agencies) {
        List.of(agencies).forEach(agency -> cases.signs(acme, agency, TestCases.CONCUR));
    }

    private void reversedByHand(Case acme) {
        String id = UUID.randomUUID().toString();
        var now = time.now().atOffset(ZoneOffset.UTC);
        db.sql(
                        """
                INSERT INTO appeal (id, application_id, number, ground, subject, text, filed_by, filed_at, target_on)
                VALUES (?, ?, 1, 'denial', 'by hand', 'Please.', 'somebody', ?, ?)""")
                .params(id, acme.id(), now, now)
                .update();
        db.sql(
                        """
                INSERT INTO appeal_decision (appeal_id, outcome, reasons, decided_by, decided_at)
                VALUES (?, 'reversed', 'So be it.', 'appeals.judge', ?)""")
                .params(id, now)
                .update();
    }

    private void licenseByHand(Case acme) {
        db.sql(
                        """
                INSERT INTO license (id, application_id, lab_id, release_id, customer_id, foreign_persons, band,
                  status, issued_at, expires_on, audit_days)
                VALUES (?, ?, 'lab-aurora', 'aurora-6', ?, true, 'low', 'issued', now(), now() + '1 day', 1)""")
                .params(UUID.randomUUID().toString(), acme.id(), acme.customerId())
                .update();
    }
}
