package org.countersign.docket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.DirectiveDesk;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.Staff;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.testing.Visitor;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.LicenseRevocation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What became of a license stands at the head of its case's pages: none stays a green "approved" when its light is red. */
@CountersignTest
class StandingTest {

    private static final String GREEN = "cs-state--go";
    private static final String AMBER = "cs-state--wait";
    private static final String RED = "cs-state--stop";

    @Autowired
    private TestCases cases;

    @Autowired
    private DirectiveDesk desk;

    @Autowired
    private Staff staff;

    @Autowired
    private TimeMachine time;

    @Autowired
    private LabApi api;

    private Case acme;
    private String licenseId;

    @BeforeEach
    void aLicense() {
        acme = cases.approved();
        licenseId = cases.asTheLabSeesIt(acme).get("licenseId").asText();
    }

    @AfterEach
    void noDirectiveStays() {
        desk.clear();
    }

    @Test
    void isApprovedWhileTheLicenseIsInForce() {
        shows(GREEN, "Approved", "Good until");
    }

    @Test
    void namesTheDirectiveInTheWayAndForgetsItWhenLifted() {
        String foreign = desk.inForce("foreign-persons", "aurora-6");
        shows(AMBER, "Cut off for foreign persons", foreign);

        String everybody = desk.inForce("customers:" + acme.customerId(), "aurora-6");
        shows(RED, "Cut off by a directive", everybody);

        desk.lifted(everybody);
        shows(AMBER, "Cut off for foreign persons", foreign);
        desk.lifted(foreign);
        shows(GREEN, "Approved", "Good until");
    }

    @Test
    void doesNotNameADirectiveThatIsOver() {
        String reference = desk.inForce("customers:" + acme.customerId(), "aurora-6");
        time.advance(Duration.ofDays(31));

        assertThat(track()).contains(GREEN).doesNotContain(reference);
    }

    @Test
    void followsARevocationToItsEnd() {
        revoke("");
        shows(AMBER, "License to be revoked", "The API was resold.");

        lab("/compliance", "{\"text\":\"It has ended.\"}");
        staff.complete(
                "commerce.director",
                cases.task(acme, LicenseRevocation.DECIDE_REVOCATION),
                Map.of("outcome", "revoke", "reasons", "It goes on."));

        shows(RED, "License revoked", "The API was resold.");
    }

    @Test
    void isRedAtOnceUnderAnExceptionAndGreenWhenItIsTakenBack() {
        revoke(",\"exception\":\"wilfulness\"");
        shows(RED, "License suspended", "The API was resold.");

        Answer answer = api.staff(
                "hhs.director",
                "POST",
                "/api/v1/licenses/" + licenseId + "/revocation/withdrawal",
                "{\"reasons\":\"It was another customer.\"}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        shows(GREEN, "Approved", "It was to be revoked, and is kept");
    }

    @Test
    void saysThatItWasSurrendered() {
        lab("/surrender", "{}");

        shows(RED, "License surrendered", "for good");
    }

    @Test
    void saysThatItExpired() {
        time.advanceTo(expiresOn().plusSeconds(1));

        shows(RED, "License expired", "It expired");
    }

    @Test
    void namesTheRenewalThatKeepsItAliveAndThenTakesItsPlace() {
        Case renewal = cases.received(acme.customerId(), Submissions.with(body -> {
            body.withObject("/customer").put("customerId", acme.customerId());
            body.put("renews", licenseId);
        }));
        time.advanceTo(expiresOn().plusSeconds(1));
        cases.reportsAllUse(acme);
        assertThat(track()).contains(GREEN, renewal.reference(), "keeps it alive");
        assertThat(applicant().get(renewal.trackingPath()).body()).contains("to renew the license", licenseId);

        staff.complete("intake.officer", cases.task(renewal, AccessReview.CHECK_COMPLETENESS), TestCases.REFER);
        List.of("oncd", "ostp", "commerce").forEach(agency -> cases.signs(renewal, agency, TestCases.CONCUR));
        staff.complete("commerce.director", cases.task(renewal, AccessReview.COUNTERSIGN), TestCases.APPROVE);

        assertThat(track())
                .contains("License renewed", renewal.reference(), "has taken its place")
                .doesNotContain(GREEN, "It expired");
    }

    /** On the applicant's page and on that of staff. */
    private void shows(String tone, String label, String more) {
        assertThat(track()).contains(tone, ">" + label + "<", more);
        assertThat(Visitor.signedIn(api, "auditor.one")
                        .get("/cases/" + acme.reference())
                        .body())
                .contains(tone, ">" + label + "<");
    }

    private String track() {
        return applicant().get(acme.trackingPath()).body();
    }

    private Visitor applicant() {
        return new Visitor(api);
    }

    private Instant expiresOn() {
        return Instant.parse(api.get(LabApi.AURORA, "/api/v1/licenses/" + licenseId)
                .json()
                .get("expiresOn")
                .asText());
    }

    private void lab(String what, String body) {
        Answer answer = api.post(LabApi.AURORA, "/api/v1/licenses/" + licenseId + what, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private void revoke(String exception) {
        Answer answer = api.staff(
                "hhs.director",
                "POST",
                "/api/v1/licenses/" + licenseId + "/revocation",
                "{\"ground\":\"The API was resold.\",\"evidence\":\"Report 17\",\"whatToDo\":\"End the resale.\""
                        + exception + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }
}
