package org.countersign.license;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.countersign.gateway.Answer;
import org.countersign.gateway.GreenLightVerifier;
import org.countersign.gateway.GreenLightVerifier.Settings;
import org.countersign.signing.LockedDrawer;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.NoTrace;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a green light to take along says, and what it cannot be used for. */
@CountersignTest
class GreenLightTokenTest {

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private TimeMachine time;

    @Autowired
    private Publisher publisher;

    @Autowired
    private HeldLicenses heldLicenses;

    @Autowired
    private GreenLightSettings settings;

    @Autowired
    private java.time.Clock clock;

    @Autowired
    private JdbcClient db;

    @Test
    void saysWhoMayUseWhatAndWhereItsStatusIs() throws Exception {
        Case acme = cases.approved();
        JsonNode light = cases.greenLight(acme);
        SignedJWT token = SignedJWT.parse(light.get("token").asText());
        JWTClaimsSet claims = token.getJWTClaimsSet();

        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
        assertThat(token.getHeader().getType().getType()).isEqualTo("green-light+jwt");
        assertThat(token.verify(new ECDSAVerifier(
                        keys().getKeyByKeyId(token.getHeader().getKeyID()).toECKey())))
                .isTrue();
        assertThat(claims.getIssuer()).isEqualTo(publisher.issuer());
        assertThat(claims.getAudience()).containsExactly("lab-aurora");
        assertThat(claims.getSubject()).isEqualTo(acme.customerId());
        assertThat(claims.getJWTID()).isNotBlank();
        assertThat(claims.getStringClaim("licenseId"))
                .isEqualTo(light.get("licenseId").asText());
        assertThat(claims.getStringClaim("lab")).isEqualTo("lab-aurora");
        assertThat(claims.getStringClaim("releaseId")).isEqualTo("aurora-6");
        assertThat(claims.getStringClaim("customerId")).isEqualTo(acme.customerId());
        assertThat(claims.getJSONObjectClaim("population"))
                .containsEntry("foreignPersons", true)
                .containsKeys("users", "countries");
        assertThat(claims.getStringClaim("domain")).isNotBlank();
        assertThat(claims.getStringClaim("band")).isIn("low", "moderate", "high", "severe");
        assertThat(claims.getClaim("conditions")).isEqualTo(List.of());
        JsonNode place = license(light).get("statusList");
        assertThat(claims.getJSONObjectClaim("status"))
                .isEqualTo(Map.of(
                        "status_list",
                        Map.of(
                                "uri", place.get("uri").asText(),
                                "idx", place.get("idx").asLong())));
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofHours(24));
    }

    @Test
    void neverOutlivesTheLicense() throws Exception {
        Case acme = cases.approved();
        Instant end = Instant.parse(cases.greenLight(acme).get("until").asText());
        time.passTo(end.minus(Duration.ofHours(3)));

        JWTClaimsSet claims = claims(cases.greenLight(acme));

        assertThat(claims.getExpirationTime().toInstant()).isBeforeOrEqualTo(end);
        assertThat(claims.getExpirationTime().toInstant()).isAfter(end.minusSeconds(2));
    }

    @Test
    void isHandedOutAgainUntilHalfOfItsLifeIsOver() {
        Case acme = cases.approved();
        String first = cases.greenLight(acme).get("token").asText();
        assertThat(cases.greenLight(acme).get("token").asText()).isEqualTo(first);

        time.passTo(time.now().plus(Duration.ofHours(11)));
        assertThat(cases.greenLight(acme).get("token").asText()).isEqualTo(first);
        time.passTo(time.now().plus(Duration.ofHours(1)));

        assertThat(cases.greenLight(acme).get("token").asText()).isNotEqualTo(first);
    }

    @Test
    void isNotHandedOutAgainWhenItsKeyIsWithdrawn(@TempDir Path directory) throws Exception {
        Case acme = cases.approved();
        var drawer = new LockedDrawer(directory);
        var tokens = new GreenLightTokens(drawer.keys(), publisher, settings);
        Held held = heldLicenses
                .of("lab-aurora", "aurora-6", List.of(acme.customerId()), time.now())
                .get(0);
        String first = tokens.of("lab-aurora", "aurora-6", held, time.now());
        assertThat(tokens.of("lab-aurora", "aurora-6", held, time.now())).isEqualTo(first);

        drawer.withdrawKey();

        String next = tokens.of("lab-aurora", "aurora-6", held, time.now());
        assertThat(SignedJWT.parse(next).getHeader().getKeyID())
                .isEqualTo(drawer.keys().current().getKeyID())
                .isNotEqualTo(SignedJWT.parse(first).getHeader().getKeyID());
    }

    @Test
    void isLeftOutWhenNobodyWantsIt() {
        Case acme = cases.approved();
        String asked = "/api/v1/green-lights?releaseId=aurora-6&customerId=" + acme.customerId();

        assertThat(api.get(LabApi.AURORA, asked + "&token=false").json().has("token"))
                .isFalse();
        assertThat(api.get(LabApi.AURORA, asked + "&token=true").json().has("token"))
                .isTrue();
        LabApi.Answer odd = new NoTrace(db).of(() -> api.get(LabApi.AURORA, asked + "&token=no"));
        assertThat(odd.status()).isEqualTo(400);
        assertThat(odd.json().get("errors").findValuesAsText("field")).containsExactly("token");
    }

    @Test
    void comesWithNoExemptReleaseAndNoRedLight() {
        assertThat(light("aurora-5", "anybody").has("token")).isFalse();
        assertThat(light("aurora-6", "nobody").has("token")).isFalse();
    }

    @Test
    void opensNoApiAndAnAccessTokenIsNoGreenLight() throws Exception {
        Case acme = cases.approved();
        String token = cases.greenLight(acme).get("token").asText();
        LabApi.Answer answer =
                api.anonymous("GET", "/api/v1/licenses", request -> request.header("Authorization", "Bearer " + token));
        assertThat(answer.status()).isEqualTo(401);

        GreenLightVerifier verifier = verifier("lab-aurora");
        String access = api.bearer(LabApi.AURORA).substring("Bearer ".length());
        assertThat(verifier.check(access, "aurora-6", acme.customerId(), null).reason())
                .isEqualTo("wrong-type");
        String list = api.anonymous("GET", "/status-lists/0", request -> {}).body();
        assertThat(verifier.check(list, "aurora-6", acme.customerId(), null).reason())
                .isEqualTo("wrong-type");
        assertThat(api.anonymous(
                                "GET", "/api/v1/licenses", request -> request.header("Authorization", "Bearer " + list))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void convincesTheVerifierOfItsOwnLabOnly() {
        Case acme = cases.approved();
        String token = cases.greenLight(acme).get("token").asText();

        assertThat(verifier("lab-aurora").check(token, "aurora-6", acme.customerId(), null))
                .isEqualTo(new Answer(Answer.Verdict.GREEN, "licensed"));
        assertThat(verifier("lab-borealis").check(token, "aurora-6", acme.customerId(), null))
                .isEqualTo(new Answer(Answer.Verdict.NOT_GREEN, "wrong-audience"));
    }

    @Test
    void servesTheStaffOfTheLabToo() {
        String token = light("aurora-6", "lab-aurora").get("token").asText();

        assertThat(verifier("lab-aurora")
                        .check(token, "aurora-6", "lab-aurora", true)
                        .isGreen())
                .isTrue();
    }

    private GreenLightVerifier verifier(String lab) {
        var verifier = new GreenLightVerifier(
                publisher.issuer(), lab, Settings.standard().with(clock));
        verifier.keys(
                api.anonymous("GET", "/.well-known/jwks.json", request -> {}).body());
        Answer taken = verifier.list(
                api.anonymous("GET", "/status-lists/0", request -> {}).body());
        assertThat(taken.isGreen()).as(taken.reason()).isTrue();
        return verifier;
    }

    private JWKSet keys() throws Exception {
        return JWKSet.parse(
                api.anonymous("GET", "/.well-known/jwks.json", request -> {}).body());
    }

    private JsonNode light(String release, String customer) {
        return api.get(LabApi.AURORA, "/api/v1/green-lights?releaseId=" + release + "&customerId=" + customer)
                .json();
    }

    private JsonNode license(JsonNode light) {
        return api.get(
                        LabApi.AURORA,
                        "/api/v1/licenses/" + light.get("licenseId").asText())
                .json();
    }

    private static JWTClaimsSet claims(JsonNode light) throws Exception {
        return SignedJWT.parse(light.get("token").asText()).getJWTClaimsSet();
    }
}
