package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.access.AtProvider.NODE;
import static org.countersign.access.AtProvider.PROVIDER;
import static org.countersign.access.AtProvider.asOwner;
import static org.countersign.access.AtProvider.newcomer;
import static org.countersign.access.AtProvider.signsIn;
import static org.countersign.access.Traveller.landsOn;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Visitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How sessions of staff begin and end: on a node in production, and what another node knows of it. */
@CountersignTest
class StaffSessionTest {

    private static final String BACK_CHANNEL = BackChannelLogout.PATH;

    @Autowired
    private IdentityService identity;

    @Autowired
    private JdbcClient db;

    @Autowired
    private StaffSessions otherNode;

    @Autowired
    private LabApi api;

    @AfterEach
    void theyLeave() {
        for (User user : identity.createUserQuery().userFirstName("Ann").list()) {
            identity.deleteUser(user.getId());
        }
    }

    @Test
    void theSessionIsNewAndItsCookieIsForThisHostOverTlsOnly() {
        String ann = newcomer();
        PROVIDER.signsIn(ann, ann, "sid", List.of("oncd"));
        var traveller = new Traveller(NODE);
        traveller.get("/oauth2/authorization/staff");
        String before = traveller.session();
        traveller.signsIn();

        assertThat(traveller.session()).isNotEqualTo(before);
        assertThat(traveller.cookieLines.get("__Host-SESSION"))
                .contains("Secure", "HttpOnly", "SameSite=Lax", "Path=/")
                .doesNotContain("Domain", "Max-Age", "Expires");
        traveller.get("/camunda/app/tasklist/default/");
        assertThat(traveller.cookieLines.get("XSRF-TOKEN")).contains("Secure", "SameSite=Lax");
        var fixed = new Traveller(NODE);
        fixed.cookies.put("__Host-SESSION", before);
        assertThat(fixed.isSignedIn()).isFalse();
        fixed.cookies.clear();
        fixed.cookies.put("SESSION", traveller.session()); // as somebody on the way could set it
        assertThat(fixed.isSignedIn()).isFalse();
    }

    @Test
    void ofOnePersonsSessionsTheOldestEndsWhenThereIsOneTooMany() {
        String ann = newcomer();
        List<Traveller> sessions =
                Stream.generate(() -> signsIn(ann, "oncd")).limit(4).toList();

        assertThat(sessions.stream().map(Traveller::isSignedIn)).containsExactly(false, true, true, true);
        assertThat(endings(ann)).containsExactly("newer-session");
    }

    @Test
    void aSessionEndsAfterEightHoursHoweverBusy() {
        String ann = newcomer();
        Traveller busy = signsIn(ann, "oncd");
        age(ann, "7 hours 59 minutes");
        assertThat(busy.isSignedIn()).isTrue();
        age(ann, "1 minute");
        assertThat(busy.isSignedIn()).isFalse();
        assertThat(landsOn(busy.get("/cases"))).isEqualTo("/sign-in");
        assertThat(busy.get("/camunda/api/engine/engine/default/task/count").statusCode())
                .isEqualTo(401);
    }

    @Test
    void aSessionEndsAfterHalfAnHourWithoutARequest() {
        String ann = newcomer();
        Traveller idle = signsIn(ann, "oncd");
        rests(ann, 29);
        assertThat(idle.isSignedIn()).isTrue();
        rests(ann, 30);
        assertThat(idle.isSignedIn()).isFalse();
    }

    @Test
    void theDemonstrationHasTheSameRowsAndAPlainCookieWithoutTls() {
        Visitor director = Visitor.signedIn(api, "hhs.director");
        assertThat(director.get("/cases").status()).isEqualTo(200);
        age("hhs.director", "8 hours");
        assertThat(director.get("/cases").status()).isEqualTo(302);
    }

    @Test
    void signingOutEndsTheSessionHereAndThenAtTheProvider() {
        String ann = newcomer();
        Traveller traveller = signsIn(ann, "oncd");

        assertThat(landsOn(traveller.signsOut())).isEqualTo("/sign-in?out");
        assertThat(endings(ann)).containsExactly("person");
        HttpResponse<String> next = traveller.get("/sign-in?out");
        assertThat(next.headers().firstValue("Refresh").orElseThrow())
                .startsWith("0; url=" + PROVIDER.issuer() + "/end-session?id_token_hint=ey")
                .contains("post_logout_redirect_uri="
                        + URLEncoder.encode(NODE.url("/sign-in").toString(), StandardCharsets.UTF_8)
                                .replace("%3A", ":")
                                .replace("%2F", "/"));
        assertThat(next.body()).contains("signed out here");
        HttpResponse<String> back = traveller.get("/sign-in?out");
        assertThat(back.headers().firstValue("Refresh")).isEmpty();
        assertThat(back.body()).contains("You are signed out.");
        assertThat(traveller.isSignedIn()).isFalse();
    }

    @Test
    void theButtonOfTasklistDoesTheSame() {
        String ann = newcomer();
        Traveller traveller = signsIn(ann, "oncd");

        assertThat(traveller.post(SignOut.OF_TASKLIST, "").statusCode()).isEqualTo(204);
        assertThat(endings(ann)).containsExactly("person");
        assertThat(traveller.get("/sign-in?out").headers().firstValue("Refresh"))
                .isPresent();
        assertThat(traveller.isSignedIn()).isFalse();
    }

    @Test
    void theProviderEndsOneOfItsSessionsOnEveryNode() {
        String ann = newcomer();
        Traveller ended = signsIn(ann, ann, "desk-" + ann, List.of("oncd"));
        Traveller other = signsIn(ann, ann, "home-" + ann, List.of("oncd"));
        UUID row = idOf("desk-" + ann);
        assertThat(otherNode.isGood(row, ann)).isTrue();

        assertThat(logsOut(PROVIDER.rsa(PROVIDER.logout(ann, "desk-" + ann)))).isEqualTo(200);
        assertThat(ended.isSignedIn()).isFalse();
        assertThat(otherNode.isGood(row, ann)).isFalse();
        assertThat(other.isSignedIn()).isTrue();
        assertThat(endings(ann)).containsExactly("provider");
    }

    @Test
    void theProviderEndsAllSessionsOfAPersonOrOneByItsIdAlone() {
        String ann = newcomer();
        Traveller desk = signsIn(ann, ann, "desk-" + ann, List.of("oncd"));
        Traveller home = signsIn(ann, ann, "home-" + ann, List.of("oncd"));

        assertThat(logsOut(PROVIDER.es(PROVIDER.logout(null, "desk-" + ann)))).isEqualTo(200);
        assertThat(desk.isSignedIn()).isFalse();
        assertThat(home.isSignedIn()).isTrue();
        assertThat(logsOut(PROVIDER.rsa(PROVIDER.logout(ann, null)))).isEqualTo(200);
        assertThat(home.isSignedIn()).isFalse();
    }

    static Stream<Arguments> wrongLogouts() {
        return Stream.of(
                wrong("meant for another client", token -> token.put("aud", List.of("another"))),
                wrong("from elsewhere", token -> token.put("iss", "https://elsewhere.example")),
                wrong("expired", token -> token.put("exp", 1_700_000_000L)),
                wrong("seven minutes old", token -> token.put("iat", secondsFromNow(-7 * 60))),
                wrong("old and good for ever", token -> {
                    token.put("iat", 1_700_000_000L);
                    token.remove("exp");
                }),
                wrong("of tomorrow", token -> {
                    token.put("iat", secondsFromNow(24 * 3600));
                    token.remove("exp");
                }),
                wrong("without a time", token -> token.remove("iat")),
                wrong("an ID token", token -> token.put("nonce", "n")),
                wrong("another event", token -> token.put("events", Map.of("x", Map.of()))),
                wrong("no event", token -> token.remove("events")),
                wrong("without an id", token -> token.remove("jti")),
                wrong("about nobody", token -> {
                    token.remove("sub");
                    token.remove("sid");
                }));
    }

    private static long secondsFromNow(long seconds) {
        return Instant.now().plusSeconds(seconds).getEpochSecond();
    }

    @Test
    void aLogoutMayBeSomeMinutesOnItsWayAndNeedNotExpire() {
        String ann = newcomer();
        Traveller traveller = signsIn(ann, ann, "sid-" + ann, List.of("oncd"));
        Map<String, Object> token = PROVIDER.logout(ann, "sid-" + ann);
        token.put("iat", secondsFromNow(-4 * 60));
        token.remove("exp");

        assertThat(logsOut(PROVIDER.rsa(token))).isEqualTo(200);
        assertThat(traveller.isSignedIn()).isFalse();
    }

    private static Arguments wrong(String what, Consumer<Map<String, Object>> bend) {
        return Arguments.of(what, bend);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongLogouts")
    void aLogoutThatIsNotOursEndsNothing(String what, Consumer<Map<String, Object>> bend) {
        String ann = newcomer();
        Traveller traveller = signsIn(ann, ann, "sid-" + ann, List.of("oncd"));
        Map<String, Object> token = PROVIDER.logout(ann, "sid-" + ann);
        bend.accept(token);

        assertThat(logsOut(PROVIDER.rsa(token))).isEqualTo(400);
        assertThat(traveller.isSignedIn()).isTrue();
    }

    @Test
    void aLogoutWithoutATokenEndsNothing() {
        assertThat(new Traveller(NODE).post(BACK_CHANNEL, "").statusCode()).isEqualTo(400);
        assertThat(new Traveller(NODE).get(BACK_CHANNEL).statusCode()).isEqualTo(404);
    }

    private int logsOut(String token) {
        return new Traveller(NODE).post(BACK_CHANNEL, "logout_token=" + token).statusCode();
    }

    private UUID idOf(String providerSession) {
        return db.sql("SELECT id FROM staff_session WHERE provider_session = ?")
                .param(providerSession)
                .query(UUID.class)
                .single();
    }

    private List<String> endings(String person) {
        return db.sql("SELECT ended_by FROM staff_session WHERE person = ? AND ended_at IS NOT NULL")
                .param(person)
                .query(String.class)
                .list();
    }

    private static void age(String person, String by) {
        asOwner(
                "UPDATE countersign.staff_session SET began_at = began_at - CAST(? AS interval) WHERE person = ?",
                by,
                person);
    }

    private void rests(String person, int minutes) {
        int touched = db.sql("UPDATE spring_session SET last_access_time = last_access_time - :rest,"
                        + " expiry_time = expiry_time - :rest WHERE principal_name = :person")
                .param("rest", minutes * 60_000L)
                .param("person", person)
                .update();
        assertThat(touched).isEqualTo(1);
    }
}
