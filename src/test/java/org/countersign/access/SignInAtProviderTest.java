package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.access.AtProvider.NODE;
import static org.countersign.access.AtProvider.PROVIDER;
import static org.countersign.access.AtProvider.asOwner;
import static org.countersign.access.AtProvider.newcomer;
import static org.countersign.access.AtProvider.signsIn;
import static org.countersign.access.Traveller.landsOn;
import static org.countersign.access.Traveller.location;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Staff sign in at their identity provider: a node as in production, a provider over real HTTP, steps of a browser. */
@CountersignTest
class SignInAtProviderTest {

    @Autowired
    private IdentityService identity;

    @Autowired
    private JdbcClient db;

    @AfterEach
    void theyLeave() {
        for (User user : identity.createUserQuery().userFirstName("Ann").list()) {
            identity.deleteUser(user.getId());
        }
    }

    @Test
    void aNodeStartsWhileTheProviderIsOutAndSaysSo() {
        assertThat(landsOn(AtProvider.DURING_THE_OUTAGE)).isEqualTo("/sign-in?outage");
        assertThat(new Traveller(NODE).get("/sign-in?outage").body()).contains("does not answer");
    }

    @Test
    void asksWithPkceStateAndNonceAndComesBackSignedIn() {
        String ann = newcomer();
        PROVIDER.signsIn(ann, ann, "sid", List.of("oncd", "oncd-directors", "bowling-club"));
        var traveller = new Traveller(NODE);
        assertThat(landsOn(traveller.get("/cases"))).isEqualTo("/sign-in");

        URI question = location(traveller.get("/oauth2/authorization/staff"));
        Map<String, String> asked = Provider.fields(question.getRawQuery());
        assertThat(asked)
                .containsEntry("response_type", "code")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry(
                        "redirect_uri", NODE.url("/login/oauth2/code/staff").toString())
                .containsKeys("code_challenge", "state", "nonce");

        assertThat(landsOn(traveller.get(location(traveller.get(question))))).isEqualTo("/cases?continue");
        assertThat(traveller.get("/cases").body()).contains("Sign out", ann);
        assertThat(traveller.get("/camunda/app/tasklist/default/").statusCode()).isEqualTo(200);
        assertThat(traveller.get("/camunda/api/admin/auth/user/default").body()).contains("\"userId\":\"" + ann + "\"");
    }

    @Test
    void thePersonAndTheGroupsAreInTheEnginesDirectory() {
        String ann = newcomer();
        signsIn(ann, "oncd", "oncd-directors", "bowling-club", "camunda-admin");

        User user = identity.createUserQuery().userId(ann).singleResult();
        assertThat(user.getFirstName() + " " + user.getLastName()).isEqualTo("Ann Lee");
        assertThat(user.getEmail()).isEqualTo(ann + "@agency.example");
        assertThat(groupsOf(ann)).containsExactly("oncd", "oncd-directors");
        assertThat(identity.checkPassword(ann, "")).isFalse();
    }

    @Test
    void anAddressThatTheProviderDoesNotBelieveIsNotWrittenTo() {
        String ann = newcomer();
        PROVIDER.signsIn(ann, ann, "sid", List.of("oncd"));
        PROVIDER.bends(with("email_verified", false));
        new Traveller(NODE).signsIn();

        assertThat(identity.createUserQuery().userId(ann).singleResult().getEmail())
                .isNull();
    }

    @Test
    void somebodyWithoutAGroupHereIsRefusedAndLeavesNothingBehind() {
        String ann = newcomer();
        PROVIDER.signsIn(ann, ann, "sid", List.of("bowling-club"));
        var traveller = new Traveller(NODE);

        assertThat(landsOn(traveller.signsIn())).isEqualTo("/sign-in?closed");
        assertThat(traveller.get("/sign-in?closed").body()).contains("opens nothing", "other");
        assertThat(traveller.isSignedIn()).isFalse();
        assertThat(identity.createUserQuery().userId(ann).count()).isZero();
        assertThat(db.sql("SELECT count(*) FROM staff_identity WHERE subject = ?")
                        .param(ann)
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(location(traveller.get("/oauth2/authorization/staff?other")).getQuery())
                .contains("prompt=login");
    }

    @Test
    void groupsThatAreGoneAreGoneAtTheNextSignInAndEndEarlierSessions() {
        String ann = newcomer();
        Traveller before = signsIn(ann, "oncd", "oncd-directors");
        assertThat(before.isSignedIn()).isTrue();

        Traveller after = signsIn(ann, "oncd");
        assertThat(groupsOf(ann)).containsExactly("oncd");
        assertThat(before.isSignedIn()).isFalse();
        assertThat(after.isSignedIn()).isTrue();

        Traveller last = signsIn(ann);
        assertThat(groupsOf(ann)).isEmpty();
        assertThat(last.isSignedIn()).isFalse();
        assertThat(after.isSignedIn()).isFalse();
        assertThat(db.sql("SELECT count(*) FROM journal WHERE action = 'staff-groups-changed' AND subject = ?")
                        .param(ann)
                        .query(Long.class)
                        .single())
                .isEqualTo(3);
    }

    @Test
    void aNameIsGivenOnce() {
        String ann = newcomer();
        signsIn(ann, ann, "s1", List.of("oncd"));

        // Somebody else with the same name, in other letters, does not become her.
        PROVIDER.signsIn("other-" + ann, ann.toUpperCase(), "s2", List.of("ostp"));
        assertThat(landsOn(new Traveller(NODE).signsIn())).isEqualTo("/sign-in?closed");
        assertThat(groupsOf(ann)).containsExactly("oncd");

        // Renamed at the provider, she is still the one who signed what she signed.
        Traveller renamed = signsIn(ann, "anna-" + ann.substring(4), "s3", List.of("oncd"));
        assertThat(renamed.get("/cases").body()).contains("Sign out", ann).doesNotContain("anna-");

        assertThatThrownBy(() -> asOwner("UPDATE countersign.staff_identity SET person = 'x' WHERE subject = ?", ann))
                .hasMessageContaining("a name is given once");
        assertThatThrownBy(() -> asOwner("DELETE FROM countersign.staff_identity WHERE subject = ?", ann))
                .hasMessageContaining("a name is given once");
    }

    @ParameterizedTest
    @CsvSource({"system", "LAB-Aurora", "lab-of-tomorrow", "setup-is-closed", "'a b'", "'<script>'", "''"})
    void namesThatStandForNobodyAreNotGiven(String name) {
        PROVIDER.signsIn(newcomer(), name, "sid", List.of("oncd"));
        assertThat(landsOn(new Traveller(NODE).signsIn())).isEqualTo("/sign-in?closed");
    }

    @Test
    void manySignInsOfOnePersonAtTheSameMomentLeaveOneOfEverything() {
        String ann = newcomer();
        PROVIDER.signsIn(ann, ann, "sid", List.of("oncd", "oncd-directors"));
        Callable<String> signIn = () -> landsOn(new Traveller(NODE).signsIn());
        List<String> landed = AtOnce.run(Collections.nCopies(6, signIn)).stream()
                .map(AtOnce.Outcome::value)
                .toList();

        assertThat(landed).containsOnly("/camunda/app/tasklist/");
        assertThat(groupsOf(ann)).containsExactly("oncd", "oncd-directors");
        assertThat(db.sql("SELECT count(*) FROM staff_session WHERE person = ? AND ended_at IS NULL")
                        .param(ann)
                        .query(Long.class)
                        .single())
                .isEqualTo(3);
    }

    @Test
    void anAnswerThatNobodyAskedForIsRefused() {
        PROVIDER.signsIn(newcomer(), newcomer(), "sid", List.of("oncd"));
        URI answer = new Traveller(NODE).asksProvider();

        var victim = new Traveller(NODE); // led to the address of an attacker's sign-in
        assertThat(landsOn(victim.get(answer))).isEqualTo("/sign-in?failed");
        var asking = new Traveller(NODE);
        asking.get("/oauth2/authorization/staff");
        assertThat(landsOn(asking.get(answer))).isEqualTo("/sign-in?failed");
        assertThat(victim.isSignedIn() || asking.isSignedIn()).isFalse();
        assertThat(landsOn(asking.get("/login/oauth2/code/staff?error=access_denied&state=x")))
                .isEqualTo("/sign-in?failed");
    }

    static Stream<Arguments> bentTokens() {
        return Stream.of(
                Arguments.of("another nonce", with("nonce", "another")),
                Arguments.of("no nonce", with("nonce", null)),
                Arguments.of("another client", with("aud", List.of("another"))),
                Arguments.of("another issuer", with("iss", "https://elsewhere.example")),
                Arguments.of("expired", with("exp", 1_700_000_000L)),
                Arguments.of("no subject", with("sub", null)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bentTokens")
    void anIdTokenThatIsNotOursIsRefused(String what, UnaryOperator<Map<String, Object>> bent) {
        String ann = newcomer();
        PROVIDER.signsIn(ann, ann, "sid", List.of("oncd"));
        PROVIDER.bends(bent);
        var traveller = new Traveller(NODE);

        assertThat(landsOn(traveller.signsIn())).isEqualTo("/sign-in?failed");
        assertThat(traveller.isSignedIn()).isFalse();
        assertThat(identity.createUserQuery().userId(ann).count()).isZero();
    }

    static Stream<Arguments> signatures() throws JOSEException {
        var stranger = new RSAKeyGenerator(2048).keyID("rsa").generate();
        var secret = new MACSigner(Arrays.copyOf(Provider.SECRET.getBytes(), 32));
        return Stream.of(
                Arguments.of("nobody's", (Provider.Signature) claims -> new PlainJWT(claimSet(claims)).serialize()),
                Arguments.of("another key's", (Provider.Signature)
                        claims -> Provider.signed(claims, JWSAlgorithm.RS256, "rsa", Provider.signer(stranger))),
                Arguments.of("an unknown key's", (Provider.Signature)
                        claims -> Provider.signed(claims, JWSAlgorithm.RS256, "unknown", Provider.signer(stranger))),
                Arguments.of("a shared secret's", (Provider.Signature)
                        claims -> Provider.signed(claims, JWSAlgorithm.HS256, "rsa", secret)));
    }

    private static JWTClaimsSet claimSet(Map<String, Object> claims) {
        var set = new JWTClaimsSet.Builder();
        claims.forEach(set::claim);
        return set.build();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("signatures")
    void aSignatureThatIsNotTheProvidersIsRefused(String whose, Provider.Signature signature) {
        String ann = newcomer();
        PROVIDER.signsIn(ann, ann, "sid", List.of("oncd"));
        PROVIDER.signs(signature);

        assertThat(landsOn(new Traveller(NODE).signsIn())).isEqualTo("/sign-in?failed");
    }

    @Test
    void aKeyOnACurveSignsAsWell() {
        String ann = newcomer();
        PROVIDER.signsIn(ann, ann, "sid", List.of("oncd"));
        PROVIDER.signs(PROVIDER::es);
        assertThat(landsOn(new Traveller(NODE).signsIn())).isEqualTo("/camunda/app/tasklist/");
    }

    @Test
    void aProviderThatIsOutHalfWayIsSaidToBeOut() {
        String ann = newcomer();
        PROVIDER.signsIn(ann, ann, "sid", List.of("oncd"));
        var traveller = new Traveller(NODE);
        URI back = traveller.asksProvider();
        PROVIDER.isOut(true);
        try {
            assertThat(landsOn(traveller.get(back))).isEqualTo("/sign-in?outage");
        } finally {
            PROVIDER.isOut(false);
        }
    }

    /** The accounts of the demonstration are in this database, and open nothing here. */
    @Test
    void passwordsOpenNothing() {
        var traveller = new Traveller(NODE);
        assertThat(traveller.get("/sign-in").body()).doesNotContain("password");
        traveller.post("/sign-in", "username=oncd.reviewer&password=demo");
        assertThat(traveller.isSignedIn()).isFalse();
        for (String path : List.of(
                "/engine-rest/task", "/api/v1/staff/audits", "/actuator/prometheus", "/api/v1/screening/lists")) {
            var answer = Traveller.sent(HttpRequest.newBuilder(NODE.url(path))
                    .header("Authorization", "Basic " + Base64.getEncoder().encodeToString("admin:demo".getBytes()))
                    .build());
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
        var login = traveller.post(
                "/camunda/api/admin/auth/user/default/login/tasklist", "username=oncd.reviewer&password=demo");
        assertThat(login.statusCode()).isBetween(400, 404);
    }

    @Test
    void theLogHasNoTokens() {
        signsIn(newcomer(), "oncd");
        assertThat(NODE.log()).noneMatch(line -> line.contains("eyJ") || line.contains(Provider.SECRET));
    }

    private static UnaryOperator<Map<String, Object>> with(String claim, Object value) {
        return claims -> {
            claims.put(claim, value);
            return claims;
        };
    }

    private List<String> groupsOf(String person) {
        return identity.createGroupQuery().groupMember(person).list().stream()
                .map(Group::getId)
                .sorted()
                .toList();
    }
}
