package org.countersign.license;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.zip.InflaterInputStream;
import org.countersign.signing.SigningKeys;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.NoTrace;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The public list says of each license whether it holds, whichever node is asked and whatever has happened to another. */
@CountersignTest
class StatusListTest {

    private static final String LIST = "/status-lists/0";

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private TimeMachine time;

    @Autowired
    private Suspensions suspensions;

    @Autowired
    private SigningKeys keys;

    @Autowired
    private Publisher publisher;

    @Autowired
    private GreenLightSettings settings;

    @Autowired
    private Clock clock;

    @Autowired
    private JdbcClient db;

    @Autowired
    private PlatformTransactionManager transactions;

    @Test
    void isASignedTokenWithTheClaimsOfTheDraft() throws Exception {
        cases.approved();
        LabApi.Answer answer = list();
        SignedJWT token = SignedJWT.parse(answer.body());
        JWTClaimsSet claims = token.getJWTClaimsSet();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/statuslist+jwt");
        assertThat(answer.header("Cache-Control")).isEqualTo("max-age=10, public");
        assertThat(answer.header("ETag")).matches("\"[A-Za-z0-9_-]{22}\"");
        assertThat(answer.header("Set-Cookie")).isNull();
        assertThat(token.getHeader().getType().getType()).isEqualTo("statuslist+jwt");
        assertThat(token.verify(new ECDSAVerifier(
                        keys.all().getKeyByKeyId(token.getHeader().getKeyID()).toECKey())))
                .isTrue();
        assertThat(claims.getIssuer()).isEqualTo(publisher.issuer());
        assertThat(claims.getSubject()).isEqualTo(publisher.issuer() + LIST);
        assertThat(claims.getLongClaim("ttl")).isEqualTo(10);
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofMinutes(15));
        assertThat(claims.getJSONObjectClaim("status_list")).containsEntry("bits", 2L);
        assertThat(bits(answer)).hasSize(1 << 18);
    }

    @Test
    void followsALicenseThroughItsLife() {
        Case acme = cases.approved();
        int idx = idx(acme);
        String licenseId = licenseId(acme);
        assertThat(at(list(), idx)).isZero();
        assertThat(at(list(), idx + 1)).as("where nobody stands").isEqualTo(1);

        suspend(licenseId);
        assertThat(at(list(), idx)).isEqualTo(2);
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> suspensions.reinstate(licenseId, "auditor.one"));
        assertThat(at(list(), idx)).isZero();
        api.post(LabApi.AURORA, "/api/v1/licenses/" + licenseId + "/surrender", "{}");
        assertThat(at(list(), idx)).isEqualTo(1);
    }

    @Test
    void showsWhoIsSuspendedForForeignPersonsOnly() {
        Case acme = cases.approved();
        var directives = new DirectiveRows(db, new TransactionTemplate(transactions));
        String reference = directives.inForce(
                "foreign-persons", "", "aurora-6", "", time.now(), time.now().plus(Duration.ofDays(1)));
        try {
            assertThat(at(list(), idx(acme))).isEqualTo(3);
        } finally {
            directives.lift(reference, time.now());
        }
        assertThat(at(list(), idx(acme))).isZero();
    }

    @Test
    void isNotSentAgainToWhoeverHasIt() {
        LabApi.Answer first = list();
        LabApi.Answer again = list(first.header("ETag"));

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));

        suspend(licenseId(cases.approved()));
        assertThat(list(first.header("ETag")).status()).isEqualTo(200);
    }

    @Test
    void isSignedAnewAfterAMinuteAlsoWhenNothingHasChanged() throws Exception {
        LabApi.Answer first = list();
        assertThat(list().body()).isEqualTo(first.body());

        time.passTo(time.now().plus(Duration.ofSeconds(61)));

        LabApi.Answer next = list();
        assertThat(next.body()).isNotEqualTo(first.body());
        assertThat(claims(next).getIssueTime()).isAfter(claims(first).getIssueTime());
    }

    @Test
    void countsItsVersionsSoThatAnOlderOneCannotPassForTheNewer() throws Exception {
        Case acme = cases.approved();
        LabApi.Answer before = list();
        suspend(licenseId(acme));
        LabApi.Answer after = list();

        assertThat(claims(after).getLongClaim("seq")).isEqualTo(claims(before).getLongClaim("seq") + 1);
        assertThat(claims(after).getIssueTime()).isAfterOrEqualTo(claims(before).getIssueTime());
    }

    @Test
    void neverGoesBackInTimeWhenItIsTheTurnOfANodeWhoseClockIsBehind() throws Exception {
        LabApi.Answer before = list();
        suspend(licenseId(cases.approved()));
        StatusLists behind = node(Clock.offset(clock, Duration.ofSeconds(-20)));
        behind.bringUpToDate(0);

        JWTClaimsSet after =
                SignedJWT.parse(behind.published(0).orElseThrow().token()).getJWTClaimsSet();
        assertThat(after.getIssueTime()).isAfterOrEqualTo(claims(before).getIssueTime());
        assertThat(after.getLongClaim("seq")).isGreaterThan(claims(before).getLongClaim("seq"));
    }

    @Test
    void followsNoNodeWhoseClockIsSoFarAheadThatGatewaysRefuseItsLists() throws Exception {
        suspend(licenseId(cases.approved()));
        node(Clock.offset(clock, Duration.ofSeconds(45))).bringUpToDate(0);
        suspend(licenseId(cases.approved()));
        StatusLists right = node(clock);
        right.bringUpToDate(0);

        JWTClaimsSet after =
                SignedJWT.parse(right.published(0).orElseThrow().token()).getJWTClaimsSet();
        assertThat(after.getIssueTime().toInstant()).isBeforeOrEqualTo(clock.instant());
    }

    @Test
    void followsAtTheNextStartWhenTheNodeWasKilledBetweenCommitAndPublication() {
        Case acme = cases.approved();
        int idx = idx(acme);
        LabApi.Answer before = list();
        // The commit of a node that then does nothing any more: no heartbeat runs in this test.
        suspendUnnoticed(licenseId(acme));
        assertThat(db.sql("SELECT etag FROM status_list WHERE list = 0")
                        .query(String.class)
                        .single())
                .isEqualTo(before.header("ETag").replace("\"", ""));
        assertThat(cases.greenLight(acme).get("green").asBoolean())
                .as("online, at once")
                .isFalse();

        var another = new ListPublication(node(clock), settings);
        another.beat();

        assertThat(another.get(0).orElseThrow().etag()).isNotEqualTo(before.header("ETag"));
        assertThat(at(list(), idx)).isEqualTo(2);
        assertThat(db.sql("SELECT count(*) FROM list_change").query(Long.class).single())
                .isZero();
    }

    @Test
    void isBroughtUpToDateByWhoeverAsksFirst() {
        Case acme = cases.approved();
        list();
        suspendUnnoticed(licenseId(acme));

        assertThat(at(list(), idx(acme))).isEqualTo(2);
    }

    @Test
    void isTheSameFromEveryNodeHoweverManyAreAskedAtOnce() {
        suspendUnnoticed(licenseId(cases.approved()));
        List<ListPublication> nodes = IntStream.range(0, 4)
                .mapToObj(n -> new ListPublication(node(clock), settings))
                .toList();

        var handedOut = AtOnce.run(nodes.stream()
                .map(node -> (Callable<String>) () -> node.get(0).orElseThrow().token())
                .toList());

        assertThat(handedOut).allMatch(AtOnce.Outcome::succeeded);
        assertThat(handedOut.stream().map(AtOnce.Outcome::value).distinct()).hasSize(1);
        assertThat(list().body()).isEqualTo(handedOut.get(0).value());
    }

    @Test
    void keepsTheNoteOfAChangeThatIsCommittedWhileItIsBeingSigned() {
        String licenseId = licenseId(cases.approved());
        list();
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            suspensions.suspend(licenseId, "test", "For the test.", "auditor.one");
            // Another node signs now; it cannot see this yet.
            var signed = AtOnce.run(List.<Callable<Boolean>>of(() -> {
                time.passTo(time.now().plus(Duration.ofSeconds(61)));
                node(clock).bringUpToDate(0);
                return true;
            }));
            assertThat(signed.get(0).succeeded()).isTrue();
        });

        assertThat(node(clock).standing(0).orElseThrow().due()).isTrue();
        assertThat(at(list(), idx(licenseId))).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "999999", "1000000000000", "-1", "00", "x", "0.json", "%20"})
    void doesNotKnowAnyOther(String list) {
        LabApi.Answer answer = new NoTrace(db).of(() -> api.anonymous("GET", "/status-lists/" + list, request -> {}));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("detail").asText()).isEqualTo("There is no such status list.");
    }

    @Test
    void isForReadingOnly() {
        assertThat(api.anonymous("POST", LIST, request -> {}).status()).isIn(403, 404, 405);
        assertThat(api.anonymous("DELETE", LIST, request -> {}).status()).isIn(403, 404, 405);
    }

    /** The example with two bits a place of draft-ietf-oauth-status-list. */
    @Test
    void packsTheExampleOfTheDraft() throws IOException {
        int[] statuses = {1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3};
        var bits = new StatusBits(statuses.length);
        for (int idx = 0; idx < statuses.length; idx++) {
            bits.set(idx, statuses[idx]);
        }

        assertThat(bits.compressed()).isEqualTo("eNo76fITAAPfAgc");
        assertThat(unpacked(bits.compressed())).isEqualTo(HexFormat.of().parseHex("c944f9"));
    }

    private StatusLists node(Clock at) {
        return new StatusLists(db, keys, publisher, settings, at, transactions);
    }

    private void suspend(String licenseId) {
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> suspensions.suspend(licenseId, "test", "For the test.", "auditor.one"));
    }

    private void suspendUnnoticed(String licenseId) {
        db.sql(
                        """
                INSERT INTO license_suspension (id, license_id, ground, reasons, suspended_at, suspended_by)
                VALUES (gen_random_uuid(), ?, 'test', 'For the test.', now(), 'auditor.one')""")
                .param(licenseId)
                .update();
    }

    private LabApi.Answer list() {
        return api.anonymous("GET", LIST, request -> {});
    }

    private LabApi.Answer list(String etag) {
        return api.anonymous("GET", LIST, request -> request.header("If-None-Match", etag));
    }

    private String licenseId(Case of) {
        return cases.asTheLabSeesIt(of).get("licenseId").asText();
    }

    private int idx(Case of) {
        return idx(licenseId(of));
    }

    private int idx(String licenseId) {
        JsonNode place =
                api.get(LabApi.AURORA, "/api/v1/licenses/" + licenseId).json().get("statusList");
        assertThat(place.get("uri").asText()).isEqualTo(publisher.issuer() + LIST);
        return place.get("idx").asInt();
    }

    private static int at(LabApi.Answer list, int idx) {
        return bits(list)[idx / 4] >> idx % 4 * 2 & 3;
    }

    private static byte[] bits(LabApi.Answer list) {
        try {
            Map<String, Object> found = claims(list).getJSONObjectClaim("status_list");
            return unpacked((String) found.get("lst"));
        } catch (Exception e) {
            throw new AssertionError(list.body(), e);
        }
    }

    private static byte[] unpacked(String lst) throws IOException {
        return new InflaterInputStream(
                        new ByteArrayInputStream(Base64.getUrlDecoder().decode(lst)))
                .readAllBytes();
    }

    private static JWTClaimsSet claims(LabApi.Answer list) throws Exception {
        return SignedJWT.parse(list.body()).getJWTClaimsSet();
    }
}
