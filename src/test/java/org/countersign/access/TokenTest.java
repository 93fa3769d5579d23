package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;
import org.countersign.signing.SigningKeys;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who gets an access token, and which tokens open the lab API. */
@CountersignTest
class TokenTest {

    @Autowired
    private LabApi api;

    @Autowired
    private LabClients clients;

    @Autowired
    private SigningKeys keys;

    @Autowired
    private JdbcClient db;

    @Test
    void givesALabItsToken() {
        Answer answer = token("lab-aurora:demo-aurora", "grant_type=client_credentials");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.json().get("expires_in").asLong()).isPositive();
        assertThat(with(answer.json().get("access_token").asText()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lab-aurora:wrong", "lab-aurora:", "nobody:demo-aurora", "lab-aurora:demo-borealis", ":"})
    void givesNoTokenToAStranger(String stranger) {
        Answer answer = new NoTrace(db).of(() -> token(stranger, "grant_type=client_credentials"));

        assertThat(answer.status()).isIn(400, 401);
        assertThat(answer.json().has("access_token")).isFalse();
    }

    @Test
    void tellsAClientThatDoesNotSayWhoItIsThatItIsMissing() {
        Answer answer = api.send(api.request("/oauth2/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials")));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().get("error").asText()).isEqualTo("invalid_client");
    }

    @Test
    void doesNotTellAnUnknownClientFromAWrongSecret() {
        Answer unknown = token("nobody:demo-aurora", "grant_type=client_credentials");
        Answer wrong = token("lab-aurora:wrong", "grant_type=client_credentials");

        assertThat(unknown.status()).isEqualTo(wrong.status()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(wrong.body()).contains("invalid_client");
    }

    @ParameterizedTest
    @CsvSource({
        "grant_type=password&username=admin&password=demo, unsupported_grant_type",
        "grant_type=authorization_code&code=x, invalid_grant",
        "grant_type=refresh_token&refresh_token=x, invalid_grant",
        "grant_type=, unsupported_grant_type",
        "x=y, invalid_request"
    })
    void givesTokensForNoOtherGrant(String form, String error) {
        Answer answer = new NoTrace(db).of(() -> token("lab-aurora:demo-aurora", form));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("error").asText()).isEqualTo(error);
    }

    @Test
    void wantsAToken() {
        requireRefused(send(null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer", "Bearer ", "Bearer garbage", "Bearer a.b.c", "Basic bGFiLWF1cm9yYTpkZW1vLWF1cm9yYQ=="})
    void refusesWhatIsNoToken(String authorization) {
        requireRefused(new NoTrace(db).of(() -> send(authorization)));
    }

    @Test
    void refusesATokenThatAnotherKeySigned() throws Exception {
        ECKey forged =
                new ECKeyGenerator(Curve.P_256).keyID(ourKey().getKeyID()).generate();

        requireRefused(with(signed(forged, claims())));
    }

    @Test
    void refusesATokenWithOurPublicKeyTakenForASecret() throws Exception {
        var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims().build());
        jwt.sign(new MACSigner(ourKey().toPublicJWK().toJSONString()));

        requireRefused(with(jwt.serialize()));
    }

    @Test
    void refusesATokenThatNobodySigned() {
        requireRefused(with(new PlainJWT(claims().build()).serialize()));
    }

    @Test
    void refusesATokenThatWasTamperedWith() throws Exception {
        String[] parts = signed(ourKey(), claims()).split("\\.");
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace("lab-aurora", "lab-borealis");
        String tampered =
                Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8));

        requireRefused(with(parts[0] + "." + tampered + "." + parts[2]));
    }

    @Test
    void refusesAnExpiredToken() throws Exception {
        var claims = claims().expirationTime(Date.from(Instant.now().minus(Duration.ofHours(1))));

        requireRefused(with(signed(ourKey(), claims)));
    }

    @Test
    void refusesATokenThatIsNotYetGood() throws Exception {
        var claims = claims().notBeforeTime(Date.from(Instant.now().plus(Duration.ofHours(1))));

        requireRefused(with(signed(ourKey(), claims)));
    }

    @Test
    void refusesATokenOfOursForAnotherPurpose() throws Exception {
        requireRefused(with(signed(ourKey(), claims().audience("status-list"))));
        requireRefused(with(signed(ourKey(), claims().audience((String) null))));
    }

    @Test
    void takesTheSameTokenWithNothingWrongAboutIt() throws Exception {
        assertThat(with(signed(ourKey(), claims())).status()).isEqualTo(200);
    }

    @Test
    void opensNothingToAClientThatSpeaksForNoLab() {
        String client = "no-lab-" + UUID.randomUUID();
        clients.add(client, "Nobody's", "secret");

        Answer answer = new NoTrace(db).of(() -> api.get(client + ":secret", "/api/v1/applications"));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void readsTokensFromTheHeaderOnly() throws Exception {
        Answer answer =
                api.anonymous("GET", "/api/v1/applications?access_token=" + signed(ourKey(), claims()), request -> {});

        requireRefused(answer);
    }

    @Test
    void publishesItsKeysWithoutTheirSecrets() {
        Answer answer = api.anonymous("GET", "/.well-known/jwks.json", request -> {});

        assertThat(answer.status()).isEqualTo(200);
        JsonNode published = answer.json().get("keys");
        assertThat(published).isNotEmpty();
        for (JsonNode key : published) {
            assertThat(key.fieldNames()).toIterable().contains("kid", "x", "y").doesNotContain("d", "p", "q", "k");
        }
        assertThat(answer.body()).doesNotContain(ourKey().getD().toString());
    }

    private Answer token(String client, String form) {
        return api.send(api.request("/oauth2/token")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(client.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    private Answer with(String token) {
        return send("Bearer " + token);
    }

    private Answer send(String authorization) {
        var request = api.request("/api/v1/applications");
        return api.send(authorization == null ? request : request.header("Authorization", authorization));
    }

    private static void requireRefused(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("status").asInt()).isEqualTo(401);
    }

    private ECKey ourKey() {
        return keys.current();
    }

    /** As in a real token of Aurora. */
    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("lab-aurora")
                .audience(TokenServer.AUDIENCE)
                .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(5))));
    }

    private static String signed(ECKey key, JWTClaimsSet.Builder claims) throws Exception {
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID(key.getKeyID())
                .type(JOSEObjectType.JWT)
                .build();
        var jwt = new SignedJWT(header, claims.build());
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }
}
