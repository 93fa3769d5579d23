package org.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.gateway.Answer.Verdict.GREEN;
import static org.countersign.gateway.Answer.Verdict.NOT_GREEN;
import static org.countersign.gateway.Answer.Verdict.UNKNOWN;
import static org.countersign.gateway.SignedByHand.ISSUER;
import static org.countersign.gateway.SignedByHand.LAB;
import static org.countersign.gateway.SignedByHand.NOW;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.countersign.gateway.Answer.Verdict;
import org.countersign.gateway.GreenLightVerifier.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens a gateway lets through, and which never. */
class GreenLightVerifierTest {

    private static final int VALID = 0;
    private static final int BEYOND_THE_END = 4;

    private final SignedByHand registry = new SignedByHand();
    private final GatewayClock clock = new GatewayClock(NOW);
    private final GreenLightVerifier verifier =
            new GreenLightVerifier(ISSUER, LAB, Settings.standard().with(clock));

    GreenLightVerifierTest() {
        verifier.keys(registry.jwks());
        assertThat(verifier.list(registry.list(NOW)).isGreen()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0, , GREEN, licensed",
        "0, true, GREEN, licensed",
        "0, false, GREEN, licensed",
        "1, , NOT_GREEN, invalid",
        "1, false, NOT_GREEN, invalid",
        "2, , NOT_GREEN, suspended",
        "2, false, NOT_GREEN, suspended",
        "3, , NOT_GREEN, suspended-for-foreign-persons",
        "3, true, NOT_GREEN, suspended-for-foreign-persons",
        "3, false, GREEN, licensed"
    })
    void readsTheListForTheUsersAskedAbout(int idx, Boolean foreignPerson, Verdict verdict, String reason) {
        String token = registry.token(idx);
        for (int again = 0; again < 2; again++) { // verified, then remembered
            requireAnswer(verifier.check(token, "aurora-6", "acme", foreignPerson), verdict, reason);
        }
    }

    @Test
    void letsForeignPersonsThroughOnlyWhereTheLicenseCoversThem() {
        String token = registry.token(VALID, claims -> claims.claim("population", Map.of("foreignPersons", false)));

        requireAnswer(verifier.check(token, "aurora-6", "acme", true), NOT_GREEN, "foreign-persons-not-covered");
        requireAnswer(verifier.check(token, "aurora-6", "acme", false), GREEN, "licensed");
        requireAnswer(verifier.check(token, "aurora-6", "acme", null), GREEN, "licensed");
    }

    @Test
    void refusesATokenForAnotherReleaseOrCustomer() {
        String token = registry.token(VALID);

        requireAnswer(verifier.check(token, "aurora-7", "acme", null), NOT_GREEN, "other-release");
        requireAnswer(verifier.check(token, "aurora-6", "acme-2", null), NOT_GREEN, "other-customer");
        requireAnswer(verifier.check(token, null, "acme", null), NOT_GREEN, "other-release");
        requireAnswer(verifier.check(token, "aurora-6", null, null), NOT_GREEN, "other-customer");
    }

    @Test
    void refusesATokenOfAnotherRegistryOrForAnotherLab() {
        requireAnswer(claims -> claims.issuer("https://other.example"), NOT_GREEN, "wrong-issuer");
        requireAnswer(claims -> claims.issuer(null), NOT_GREEN, "wrong-issuer");
        requireAnswer(claims -> claims.audience("lab-borealis"), NOT_GREEN, "wrong-audience");
        requireAnswer(claims -> claims.audience("countersign-api"), NOT_GREEN, "wrong-audience");
        requireAnswer(claims -> claims.audience((String) null), NOT_GREEN, "wrong-audience");
        requireAnswer(claims -> claims.claim("lab", "lab-borealis"), NOT_GREEN, "other-lab");
        requireAnswer(claims -> claims.audience(List.of("lab-borealis", LAB)), GREEN, "licensed");
    }

    @Test
    void refusesATokenThatLacksAClaim() {
        for (String claim : new String[] {"releaseId", "customerId", "population", "status", "exp", "iat"}) {
            requireAnswer(claims -> claims.claim(claim, null), NOT_GREEN, "claim-missing");
            requireAnswer(claims -> claims.claim(claim, List.of()), NOT_GREEN, "claim-missing");
        }
    }

    @Test
    void refusesAnExpiredTokenAlsoWhenItWasGoodBefore() {
        String token = registry.token(VALID, claims -> claims.expirationTime(Date.from(NOW.plusSeconds(60))));
        assertThat(check(token).isGreen()).isTrue();

        clock.advance(Duration.ofSeconds(90));
        assertThat(check(token).isGreen()).as("within the skew").isTrue();
        clock.advance(Duration.ofSeconds(1));

        requireAnswer(check(token), NOT_GREEN, "expired");
    }

    @Test
    void bearsWithAClockThatDiffersALittleAndNotMore() {
        requireAnswer(claims -> claims.issueTime(Date.from(NOW.plusSeconds(30))), GREEN, "licensed");
        requireAnswer(claims -> claims.issueTime(Date.from(NOW.plusSeconds(31))), UNKNOWN, "issued-in-the-future");
    }

    @Test
    void refusesATokenThatWasTamperedWith() {
        String[] parts = registry.token(VALID).split("\\.");
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String richer = encoded(payload.replace("\"acme\"", "\"evil\""));
        String[] other = registry.token(1).split("\\.");

        requireAnswer(
                verifier.check(parts[0] + "." + richer + "." + parts[2], "aurora-6", "evil", null), "wrong-signature");
        requireAnswer(check(parts[0] + "." + parts[1] + "." + other[2]), "wrong-signature");
        requireAnswer(check(parts[0] + "." + parts[1] + "." + flipped(parts[2])), "wrong-signature");
        requireAnswer(check(parts[0] + "." + parts[1] + "." + parts[2].substring(4)), "wrong-signature");
        requireAnswer(check(parts[0] + "." + parts[1] + "." + "A".repeat(86)), "wrong-signature");
    }

    @Test
    void isNotFooledByATokenThatBeginsOrEndsLikeARememberedOne() {
        String good = registry.token(VALID);
        assertThat(check(good).isGreen()).isTrue();
        String[] parts = good.split("\\.");
        String[] other = registry.token(1).split("\\.");

        requireAnswer(check(other[0] + "." + other[1] + "." + parts[2]), "wrong-signature");
    }

    @Test
    void refusesATokenThatNobodySigned() {
        JWTClaimsSet claims = SignedByHand.claims(VALID).build();
        requireAnswer(check(new PlainJWT(claims).serialize()), "not-a-token");
        String header = encoded("{\"alg\":\"none\",\"typ\":\"green-light+jwt\"}");
        String payload = registry.token(VALID).split("\\.")[1];
        requireAnswer(check(header + "." + payload + "."), "not-a-token");
        requireAnswer(check(header + "." + payload + ".AAAA"), "not-a-token");
    }

    @Test
    void refusesATokenWithOurPublicKeyTakenForASecret() throws Exception {
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(new JOSEObjectType("green-light+jwt"))
                        .keyID(registry.key.getKeyID())
                        .build(),
                SignedByHand.claims(VALID).build());
        jwt.sign(new MACSigner(registry.key.toPublicJWK().toJSONString()));

        requireAnswer(check(jwt.serialize()), "wrong-algorithm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "at+jwt", "statuslist+jwt", "GREEN-LIGHT"})
    void refusesATokenOfAnotherType(String type) {
        JWTClaimsSet claims = SignedByHand.claims(VALID).build();
        requireAnswer(check(SignedByHand.signed(registry.key, JWSAlgorithm.ES256, type, claims)), "wrong-type");
        requireAnswer(check(SignedByHand.signed(registry.key, JWSAlgorithm.ES256, null, claims)), "wrong-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "garbage", "....", "eyJhbGciOiJFUzI1NiJ9..", "\u0000"})
    void refusesWhatIsNoToken(String token) {
        assertThat(check(token).verdict()).isEqualTo(NOT_GREEN);
        assertThat(check(null).verdict()).isEqualTo(NOT_GREEN);
    }

    @Test
    void cannotTellATokenWhoseKeyItDoesNotKnow() {
        ECKey other = SignedByHand.newKey();
        String foreign = SignedByHand.signed(
                other,
                JWSAlgorithm.ES256,
                "green-light+jwt",
                SignedByHand.claims(VALID).build());
        requireAnswer(check(foreign), UNKNOWN, "unknown-key");

        ECKey forged = new ECKey.Builder(other).keyID(registry.key.getKeyID()).build();
        requireAnswer(
                check(SignedByHand.signed(
                        forged,
                        JWSAlgorithm.ES256,
                        "green-light+jwt",
                        SignedByHand.claims(VALID).build())),
                "wrong-signature");
        requireAnswer(new GreenLightVerifier(ISSUER, LAB).check(foreign, "aurora-6", "acme", null), UNKNOWN, "no-keys");
    }

    @Test
    void takesTokensOfTheOldAndOfTheNewKeyWhileBothArePublic() {
        var next = new SignedByHand();
        String before = registry.token(VALID);
        assertThat(check(before).isGreen()).isTrue();
        verifier.keys(new JWKSet(List.of(registry.key.toPublicJWK(), next.key.toPublicJWK())).toString());

        assertThat(check(before).isGreen()).isTrue();
        assertThat(check(next.token(VALID)).isGreen()).isTrue();

        verifier.keys(next.jwks());
        requireAnswer(check(before), UNKNOWN, "unknown-key");
        assertThat(check(next.token(VALID)).isGreen()).isTrue();
    }

    @Test
    void keepsItsKeysWhenItIsGivenNone() {
        for (String odd : new String[] {"", "{}", "{\"keys\":[]}", "<html>"}) {
            assertThatThrownBy(() -> verifier.keys(odd)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(check(registry.token(VALID)).isGreen()).isTrue();
    }

    @Test
    void remembersNoMoreTokensThanItIsToldToAndStillAnswersForAll() {
        var small = new GreenLightVerifier(
                ISSUER, LAB, new Settings(clock, Duration.ofMinutes(5), Duration.ofSeconds(30), 1, null));
        small.keys(registry.jwks());
        small.list(registry.list(NOW));
        List<String> tokens = java.util.stream.IntStream.range(0, 40)
                .mapToObj(n -> registry.token(n % 4, claims -> claims.jwtID("t" + n)))
                .toList();
        for (int round = 0; round < 2; round++) {
            for (int n = 0; n < tokens.size(); n++) {
                assertThat(small.check(tokens.get(n), "aurora-6", "acme", null).isGreen())
                        .isEqualTo(n % 4 == 0);
            }
        }
    }

    @Test
    void cannotTellForAPlaceThatIsNotOnTheList() {
        requireAnswer(check(registry.token(BEYOND_THE_END)), UNKNOWN, "unknown-idx");
        requireAnswer(check(registry.token(Integer.MAX_VALUE)), UNKNOWN, "unknown-idx");
        requireAnswer(check(registry.token(-1)), UNKNOWN, "unknown-idx");
    }

    private Answer check(String token) {
        return verifier.check(token, "aurora-6", "acme", null);
    }

    private void requireAnswer(Consumer<JWTClaimsSet.Builder> change, Verdict verdict, String reason) {
        requireAnswer(check(registry.token(VALID, change)), verdict, reason);
    }

    private static void requireAnswer(Answer answer, String reason) {
        requireAnswer(answer, NOT_GREEN, reason);
    }

    private static void requireAnswer(Answer answer, Verdict verdict, String reason) {
        assertThat(answer).isEqualTo(new Answer(verdict, reason));
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String flipped(String signature) {
        return (signature.charAt(0) == 'A' ? 'B' : 'A') + signature.substring(1);
    }
}
