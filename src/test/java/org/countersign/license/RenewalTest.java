package org.countersign.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.countersign.testing.Staff;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.LicenseMonitoring;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A renewal filed in time keeps a license alive until it is decided (5 USC 558(c)). */
@CountersignTest
class RenewalTest {

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private TimeMachine time;

    @Autowired
    private JdbcClient db;

    @Autowired
    private Licenses licenses;

    @Autowired
    private TransactionTemplate transaction;

    private Case acme;
    private String licenseId;
    private Instant expiresOn;

    @BeforeEach
    void aLicense() {
        acme = cases.approved();
        licenseId = cases.asTheLabSeesIt(acme).get("licenseId").asText();
        expiresOn = Instant.parse(license().get("expiresOn").asText());
    }

    @Test
    void keepsTheLicenseAlivePastItsDateUntilItIsDecided() {
        time.advanceTo(expiresOn.minus(Duration.ofDays(1)));
        cases.reportsAllUse(acme);
        Case renewal = renew();
        assertThat(license().get("keptAliveBy").asText()).isEqualTo(renewal.id());

        time.advanceTo(expiresOn.plus(Duration.ofDays(2)));

        assertThat(green().get("reason").asText()).isEqualTo("licensed");
        assertThat(green().has("until")).isFalse();
        assertThat(license().get("status").asText()).isEqualTo("issued");
        assertThat(cases.instance(acme, LicenseMonitoring.KEY)).isNotNull();

        approve(renewal);

        assertThat(license().get("status").asText()).isEqualTo("expired");
        assertThat(license().has("keptAliveBy")).isFalse();
        assertThat(cases.instance(acme, LicenseMonitoring.KEY)).isNull();
        String renewed = cases.asTheLabSeesIt(renewal).get("licenseId").asText();
        assertThat(green().get("licenseId").asText()).isEqualTo(renewed).isNotEqualTo(licenseId);
    }

    @Test
    void putsTheNewLicenseInThePlaceOfTheOldAlsoBeforeItsDate() {
        Case renewal = renew();
        approve(renewal);

        assertThat(license().get("status").asText()).isEqualTo("expired");
        assertThat(green().get("reason").asText()).isEqualTo("licensed");
        assertThat(cases.timeline(acme)).contains("renewal-received", "license-expired");
    }

    @Test
    void endsTheLicenseAtOnceWhenWithdrawnAfterItsDate() {
        Case renewal = renew();
        time.advanceTo(expiresOn.plusSeconds(1));
        cases.reportsAllUse(acme);
        assertThat(green().get("reason").asText()).isEqualTo("licensed");

        assertThat(cases.withdraws(renewal).status()).isEqualTo(200);

        assertThat(green().get("reason").asText()).isEqualTo("license-expired");
        assertThat(license().get("status").asText()).isEqualTo("expired");
        assertThat(cases.instance(acme, LicenseMonitoring.KEY)).isNull();
    }

    @Test
    void lendsNoTimeWhenWithdrawnBeforeTheDate() {
        Case renewal = renew();
        assertThat(cases.withdraws(renewal).status()).isEqualTo(200);

        assertThat(license().has("keptAliveBy")).isFalse();
        assertThat(green().get("until").asText()).isEqualTo(expiresOn.toString());
        time.passTo(expiresOn);
        assertThat(green().get("reason").asText()).isEqualTo("license-expired");
        time.runDueJobs();
        assertThat(license().get("status").asText()).isEqualTo("expired");
        assertThat(cases.instance(acme, LicenseMonitoring.KEY)).isNull();
    }

    @Test
    void endsTheLicenseInTheVeryMomentItsRenewalIsReturned() {
        Case renewal = renew();
        time.passTo(expiresOn);
        assertThat(green().get("reason").asText()).isEqualTo("licensed");
        staff.complete(
                "intake.officer",
                cases.task(renewal, AccessReview.CHECK_COMPLETENESS),
                Map.of("outcome", "return", "note", "The owners are missing."));

        assertThat(license().get("status").asText()).isEqualTo("expired");
        assertThat(green().get("reason").asText()).isEqualTo("license-expired");
        time.runDueJobs();
        assertThat(license().get("status").asText()).isEqualTo("expired");
    }

    @Test
    void keepsAliveThroughTheDaysOfAnIntendedDenial() {
        time.advanceTo(expiresOn.minus(Duration.ofDays(1)));
        cases.reportsAllUse(acme);
        Case renewal = renew();
        sign(renewal);
        staff.complete("commerce.director", cases.task(renewal, AccessReview.COUNTERSIGN), TestCases.REFUSE);
        time.advance(Duration.ofDays(44));
        cases.reportsAllUse(acme);
        assertThat(green().get("reason").asText()).isEqualTo("licensed");

        time.advance(Duration.ofDays(1));

        assertThat(cases.status(renewal)).isEqualTo("denied");
        assertThat(green().get("reason").asText()).isEqualTo("license-expired");
        assertThat(license().get("status").asText()).isEqualTo("expired");
    }

    @Test
    void comesTooLateFromTheDateOn() {
        time.passTo(expiresOn);

        Answer late = new NoTrace(db).of(() -> apply(licenseId, acme.customerId()));

        assertThat(late.status()).isEqualTo(422);
        assertThat(late.json().at("/errors/0/field").asText()).isEqualTo("renews");
        time.runDueJobs();
    }

    @Test
    void isOneAtATimeHoweverManyComeAtOnce() {
        var filed = AtOnce.run(List.<Callable<Answer>>of(
                () -> apply(licenseId, acme.customerId()), () -> apply(licenseId, acme.customerId())));

        assertThat(filed.stream().map(outcome -> outcome.value().status())).containsExactlyInAnyOrder(201, 422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nope", "\\u0000"})
    void namesALicenseOfTheLab(String id) {
        Answer refused = new NoTrace(db).of(() -> apply(id, acme.customerId()));

        assertThat(refused.status()).as(refused.body()).isIn(400, 422);
        assertThat(new NoTrace(db)
                        .of(() -> apply(licenseId, "another-" + UUID.randomUUID()))
                        .json()
                        .at("/errors/0/field")
                        .asText())
                .isEqualTo("renews");
    }

    @Test
    void saysNothingOfOtherLabsLicenses() {
        Answer refused = new NoTrace(db)
                .of(() -> api.apply(
                        LabApi.BOREALIS,
                        submission(licenseId, acme.customerId()).replace("aurora-6", "borealis-3")));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("There is no such license of your lab.");
    }

    @Test
    void waitsForARevocationOfTheLicense() {
        Case renewal = renew();
        sign(renewal);
        api.staff(
                "ostp.director",
                "POST",
                "/api/v1/licenses/" + licenseId + "/revocation",
                "{\"ground\":\"g\",\"evidence\":\"e\",\"whatToDo\":\"w\",\"exception\":\"wilfulness\"}");

        assertThatThrownBy(() -> staff.complete(
                        "commerce.director", cases.task(renewal, AccessReview.COUNTERSIGN), TestCases.APPROVE))
                .hasStackTraceContaining("that has to be decided first");

        staff.complete(
                "commerce.director",
                cases.task(acme, "decideRevocation"),
                Map.of("outcome", "revoke", "reasons", "It was done on purpose."));
        assertThat(license().has("keptAliveBy")).isFalse();
        assertThat(green().get("reason").asText()).isEqualTo("license-revoked");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE license SET kept_alive_by = application_id WHERE id = :license",
                "UPDATE license SET kept_alive_by = NULL WHERE id = :renewed",
                "UPDATE license SET kept_alive_by = (SELECT kept_alive_by FROM license WHERE id = :renewed)"
                        + " WHERE id = :license",
                "UPDATE application SET status = 'denied' WHERE renews = :renewed",
                "UPDATE license SET expires_on = 'infinity' WHERE id = :license"
            })
    void leavesNoWayAroundInTheDatabase(String way) {
        Case other = cases.approved();
        renew();

        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> db.sql(way)
                        .param(
                                "license",
                                cases.asTheLabSeesIt(other).get("licenseId").asText())
                        .param("renewed", licenseId)
                        .update()))
                .isNotNull();
    }

    @Test
    void takesOverTheConditionsThatAreInForceWithTheirAgencies() {
        Case bound = boundByOstp("A person approves every change.\nLogs are kept for a year.");
        String license = cases.asTheLabSeesIt(bound).get("licenseId").asText();
        releases(bound, "Logs are kept for a year.");
        Case renewal = cases.received(bound.customerId(), submission(license, bound.customerId()));
        approve(renewal);

        assertThat(cases.asTheLabSeesIt(renewal).get("status").asText()).isEqualTo("approved-with-conditions");
        License renewed = licenses.ofApplication(renewal.id()).orElseThrow();
        assertThat(renewed.conditions()).singleElement().satisfies(condition -> {
            assertThat(condition.agency()).isEqualTo("ostp");
            assertThat(condition.text()).isEqualTo("A person approves every change.");
        });
        assertThat(release("oncd.director", renewed.conditions().get(0).id()).status())
                .isEqualTo(403);
        assertThat(release("ostp.director", renewed.conditions().get(0).id()).status())
                .isEqualTo(200);
    }

    @Test
    void isNotCommittedInTheDatabaseWithoutAConditionThatIsInForce() {
        Case renewal = renew();
        sign(renewal);

        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    staff.complete(
                            "commerce.director", cases.task(renewal, AccessReview.COUNTERSIGN), TestCases.APPROVE);
                    db.sql("INSERT INTO license_condition (id, license_id, agency, text, set_at)"
                                    + " VALUES (?, ?, 'ostp', 'Set after the copy.', now())")
                            .params(UUID.randomUUID().toString(), licenseId)
                            .update();
                }))
                .rootCause()
                .hasMessageContaining("carries the conditions of the one before");
        assertThat(license().get("status").asText()).isEqualTo("issued");
    }

    @Test
    void countsAConditionThatItsAgencySetsAgainOnce() {
        String words = "A person approves every change.";
        Case bound = boundByOstp(words);
        String license = cases.asTheLabSeesIt(bound).get("licenseId").asText();
        Case renewal = cases.received(bound.customerId(), submission(license, bound.customerId()));
        staff.complete("intake.officer", cases.task(renewal, AccessReview.CHECK_COMPLETENESS), TestCases.REFER);
        List.of("oncd", "commerce").forEach(agency -> cases.signs(renewal, agency, TestCases.CONCUR));
        cases.signs(renewal, "ostp", conditions(words + "\nNo weekends."));
        staff.complete("commerce.director", cases.task(renewal, AccessReview.COUNTERSIGN), TestCases.APPROVE);

        assertThat(licenses.ofApplication(renewal.id()).orElseThrow().conditions())
                .extracting(License.Condition::text)
                .containsExactlyInAnyOrder(words, "No weekends.");
    }

    private static Map<String, Object> conditions(String lines) {
        return Map.of("vote", "concur-with-conditions", "reasons", "It changes firmware.", "conditions", lines);
    }

    private Case boundByOstp(String lines) {
        Case bound = cases.referred();
        List.of("oncd", "commerce").forEach(agency -> cases.signs(bound, agency, TestCases.CONCUR));
        cases.signs(bound, "ostp", conditions(lines));
        staff.complete("commerce.director", cases.task(bound, AccessReview.COUNTERSIGN), TestCases.APPROVE);
        return bound;
    }

    private void releases(Case of, String text) {
        String id = licenses.ofApplication(of.id()).orElseThrow().conditions().stream()
                .filter(condition -> condition.text().equals(text))
                .findFirst()
                .orElseThrow()
                .id();
        assertThat(release("ostp.director", id).status()).isEqualTo(200);
    }

    private Answer release(String director, String condition) {
        return api.staff(
                director,
                "POST",
                "/api/v1/conditions/" + condition + "/release",
                "{\"reasons\":\"No longer needed.\"}");
    }

    private Case renew() {
        return cases.received(acme.customerId(), submission(licenseId, acme.customerId()));
    }

    private Answer apply(String renews, String customerId) {
        return api.apply(LabApi.AURORA, submission(renews, customerId));
    }

    private static String submission(String renews, String customerId) {
        return Submissions.with(body -> {
            body.withObject("/customer").put("customerId", customerId);
            body.put("renews", renews);
        });
    }

    private void sign(Case renewal) {
        staff.complete("intake.officer", cases.task(renewal, AccessReview.CHECK_COMPLETENESS), TestCases.REFER);
        List.of("oncd", "ostp", "commerce").forEach(agency -> cases.signs(renewal, agency, TestCases.CONCUR));
    }

    private void approve(Case renewal) {
        sign(renewal);
        staff.complete("commerce.director", cases.task(renewal, AccessReview.COUNTERSIGN), TestCases.APPROVE);
    }

    private JsonNode license() {
        return api.get(LabApi.AURORA, "/api/v1/licenses/" + licenseId).json();
    }

    private JsonNode green() {
        return cases.greenLight(acme);
    }
}
