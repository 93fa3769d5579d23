package org.countersign.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.gateway.Answer.Verdict.GREEN;
import static org.countersign.gateway.Answer.Verdict.NOT_GREEN;
import static org.countersign.gateway.Answer.Verdict.UNKNOWN;
import static org.countersign.gateway.SignedByHand.ISSUER;
import static org.countersign.gateway.SignedByHand.LAB;
import static org.countersign.gateway.SignedByHand.NOW;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.Map;
import org.countersign.gateway.Answer.Verdict;
import org.countersign.gateway.GreenLightVerifier.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list that is missing, old, odd or somebody else's never makes anything green. */
class StatusListFaultsTest {

    private static final byte[] ALL_VALID = {0};
    private static final byte[] ALL_SUSPENDED = {(byte) 0b10_10_10_10};

    private final SignedByHand registry = new SignedByHand();
    private final GatewayClock clock = new GatewayClock(NOW);
    private final GreenLightVerifier verifier =
            new GreenLightVerifier(ISSUER, LAB, Settings.standard().with(clock));

    StatusListFaultsTest() {
        verifier.keys(registry.jwks());
    }

    @Test
    void cannotTellWithoutAList() {
        requireAnswer(check(), UNKNOWN, "no-status-list");
        assertThat(verifier.listsNamed()).containsExactly(SignedByHand.LIST);
    }

    @Test
    void followsEachNewList() {
        take(registry.list(NOW, 1, ALL_VALID));
        requireAnswer(check(), GREEN, "licensed");
        take(registry.list(NOW, 2, ALL_SUSPENDED));
        requireAnswer(check(), NOT_GREEN, "suspended");
        take(registry.list(NOW.plusSeconds(10), 3, ALL_VALID));
        requireAnswer(check(), GREEN, "licensed");
    }

    @Test
    void cannotTellWhenTheListIsOlderThanItsLimit() {
        take(registry.list(NOW, 1, ALL_VALID));
        clock.advance(Duration.ofMinutes(5));
        requireAnswer(check(), GREEN, "licensed");
        clock.advance(Duration.ofSeconds(1));
        requireAnswer(check(), UNKNOWN, "status-list-too-old");

        take(registry.list(clock.instant(), 2, ALL_VALID));
        requireAnswer(check(), GREEN, "licensed");
    }

    @Test
    void cannotTellPastTheEndTheListSetsItselfWhateverTheLimit() {
        var patient = new GreenLightVerifier(
                ISSUER, LAB, Settings.standard().with(clock).withMaxListAge(Duration.ofDays(1)));
        patient.keys(registry.jwks());
        assertThat(patient.list(registry.list(NOW, 1, ALL_VALID)).isGreen()).isTrue();
        clock.advance(Duration.ofMinutes(15));
        assertThat(patient.check(registry.token(0), "aurora-6", "acme", null).isGreen())
                .isTrue();
        clock.advance(Duration.ofSeconds(1));
        requireAnswer(patient.check(registry.token(0), "aurora-6", "acme", null), UNKNOWN, "status-list-too-old");
    }

    @Test
    void refusesAnOlderListThatIsReplayed() {
        String before = registry.list(NOW, 7, ALL_VALID);
        take(before);
        clock.advance(Duration.ofSeconds(20));
        take(registry.list(NOW.plusSeconds(20), 8, ALL_SUSPENDED));

        requireAnswer(verifier.list(before), UNKNOWN, "list-older-than-one-seen");
        requireAnswer(check(), NOT_GREEN, "suspended");
    }

    @Test
    void refusesAnOlderListOfTheSameSecond() {
        String before = registry.list(NOW, 7, ALL_VALID);
        take(before);
        take(registry.list(NOW, 8, ALL_SUSPENDED));

        requireAnswer(verifier.list(before), UNKNOWN, "list-older-than-one-seen");
        requireAnswer(check(), NOT_GREEN, "suspended");
    }

    @Test
    void refusesAListReplayedToAGatewayThatHasJustStarted() {
        clock.advance(Duration.ofMinutes(6));

        requireAnswer(verifier.list(registry.list(NOW, 1, ALL_VALID)), UNKNOWN, "status-list-too-old");
        requireAnswer(check(), UNKNOWN, "no-status-list");
    }

    @Test
    void refusesAListFromTheFutureThatWouldNeverGrowOld() {
        take(registry.list(NOW.plusSeconds(30), 1, ALL_VALID));
        requireAnswer(verifier.list(registry.list(NOW.plusSeconds(31), 2, ALL_VALID)), UNKNOWN, "list-from-the-future");
    }

    @Test
    void refusesATruncatedListAndKeepsTheOneItHas() {
        byte[] zlib = SignedByHand.zlib(new byte[1_000]);
        take(registry.list(NOW, 1, ALL_VALID));
        for (int length = 0; length < zlib.length; length++) {
            String cut = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(zlib, length));
            Answer answer = verifier.list(registry.list(NOW, 2, cut, claims -> {}));
            assertThat(answer.verdict()).as("%d bytes", length).isEqualTo(UNKNOWN);
            assertThat(answer.reason()).isEqualTo("list-truncated");
        }
        String whole = registry.list(NOW, 2, ALL_VALID);
        for (int length = 0; length < whole.length(); length += 7) {
            assertThat(verifier.list(whole.substring(0, length)).isGreen()).isFalse();
        }
        requireAnswer(check(), GREEN, "licensed");
    }

    @Test
    void refusesAListThatUnpacksWithoutEnd() {
        String bomb = SignedByHand.packed(new byte[64 << 20]);

        assertThat(verifier.list(registry.list(NOW, 1, bomb, claims -> {})).verdict())
                .isEqualTo(UNKNOWN);
        requireAnswer(check(), UNKNOWN, "no-status-list");
    }

    @Test
    void refusesAListThatIsNotTheRegistrys() {
        var stranger = new SignedByHand();
        requireAnswer(verifier.list(stranger.list(NOW)), UNKNOWN, "unknown-key");
        String list = SignedByHand.packed(ALL_VALID);
        requireAnswer(
                verifier.list(registry.list(NOW, 1, list, claims -> claims.issuer("https://other.example"))),
                NOT_GREEN,
                "wrong-issuer");
        requireAnswer(verifier.list(registry.token(0)), NOT_GREEN, "wrong-type");
        requireAnswer(verifier.list("garbage"), NOT_GREEN, "not-a-token");
        requireAnswer(check(), UNKNOWN, "no-status-list");
    }

    @Test
    void refusesAListOfAnotherShape() {
        String list = SignedByHand.packed(ALL_VALID);
        requireRefused(
                registry.list(NOW, 1, list, claims -> claims.claim("status_list", Map.of("bits", 1, "lst", list))));
        requireRefused(registry.list(NOW, 1, list, claims -> claims.claim("status_list", Map.of("bits", 2))));
        requireRefused(registry.list(NOW, 1, list, claims -> claims.claim("status_list", null)));
        requireRefused(registry.list(NOW, 1, list, claims -> claims.expirationTime(null)));
        requireRefused(registry.list(NOW, 1, list, claims -> claims.issueTime(null)));
        requireRefused(registry.list(NOW, 1, list, claims -> claims.subject(null)));
        requireRefused(registry.list(NOW, 1, "!!!", claims -> {}));
        requireRefused(registry.list(NOW, 1, "AAAAAAAA", claims -> {}));
        requireRefused(registry.list(NOW, 1, list, claims -> claims.expirationTime(Date.from(NOW.minusSeconds(1)))));
    }

    @Test
    void aListSpeaksForItsOwnAddressOnly() {
        take(registry.list(
                NOW, 1, SignedByHand.packed(ALL_VALID), claims -> claims.subject(ISSUER + "/status-lists/1")));

        requireAnswer(check(), UNKNOWN, "no-status-list");
    }

    @Test
    void anUnsignedListIsNone() {
        JWTClaimsSet claims = new JWTClaimsSet.Builder().issuer(ISSUER).build();
        requireAnswer(verifier.list(new com.nimbusds.jwt.PlainJWT(claims).serialize()), NOT_GREEN, "not-a-token");
        requireAnswer(
                verifier.list(SignedByHand.signed(registry.key, JWSAlgorithm.ES256, "JWT", claims)),
                NOT_GREEN,
                "wrong-type");
    }

    /** The example with two bits a place of draft-ietf-oauth-status-list. */
    @ParameterizedTest
    @CsvSource({
        "0, 1", "1, 2", "2, 0", "3, 3", "4, 0", "5, 1", "6, 0", "7, 1", "8, 1", "9, 2", "10, 3", "11, 3", "12, -1"
    })
    void readsTheExampleOfTheDraft(int idx, int status) throws Refused {
        assertThat(StatusList.unpacked("eNo76fITAAPfAgc"))
                .isEqualTo(HexFormat.of().parseHex("c944f9"));
        var list = StatusList.of(Map.of(
                "sub",
                "https://example.com/statuslists/1",
                "iat",
                1686920170L,
                "exp",
                2291720170L,
                "status_list",
                Map.of("bits", 2L, "lst", "eNo76fITAAPfAgc")));
        assertThat(list.at(idx)).isEqualTo(status);
    }

    private Answer check() {
        return verifier.check(registry.token(0), "aurora-6", "acme", null);
    }

    private void take(String list) {
        requireAnswer(verifier.list(list), GREEN, "list-taken");
    }

    private void requireRefused(String list) {
        assertThat(verifier.list(list).isGreen()).isFalse();
        requireAnswer(check(), UNKNOWN, "no-status-list");
    }

    private static void requireAnswer(Answer answer, Verdict verdict, String reason) {
        assertThat(answer).isEqualTo(new Answer(verdict, reason));
    }
}
