package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.Staff;
import org.countersign.testing.TimeMachine;
import org.countersign.testing.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Every door at which a password, a secret or an assertion can be wrong counts the wrong ones. */
@CountersignTest
class SignInLockTest {

    /** As the address of requests in tests appears to the server. */
    private static final String HERE = "127.0.0.1";

    @Autowired
    private LabApi api;

    @Autowired
    private LabSignIn signIn;

    @Autowired
    private SignInTries tries;

    @Autowired
    private TrySettings settings;

    @Autowired
    private Staff staff;

    @Autowired
    private TimeMachine time;

    private String person;

    @BeforeEach
    void hire() {
        person = "locked." + UUID.randomUUID().toString().substring(0, 8);
        staff.hire(person, StaffGroups.ADMINISTRATORS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/engine-rest/task/count", "/api/v1/labs", "/actuator/prometheus"})
    void wrongPasswordsLockWithEveryBasicSignIn(String path) {
        allButOne("staff " + person);
        assertThat(basic(person + ":wrong", path).status()).isEqualTo(401);

        Answer locked = basic(person + ":demo", path);

        requireLocked(locked);
        time.passTo(time.now().plusSeconds(Long.parseLong(locked.header("Retry-After"))));
        assertThat(basic(person + ":demo", path).status()).isNotIn(401, 429);
    }

    @Test
    void aCountIsSharedByAllDoors() {
        allButOne("staff " + person);
        assertThat(basic(person + ":wrong", "/engine-rest/task/count").status()).isEqualTo(401);

        requireLocked(basic(person + ":demo", "/api/v1/labs"));
    }

    @Test
    void theFormSaysSoInAPlainSentence() {
        allButOne("staff " + person);
        var visitor = new Visitor(api);
        assertThat(signIn(visitor, "wrong").header("Location")).endsWith("/sign-in?error");

        assertThat(signIn(visitor, "demo").header("Location")).endsWith("/sign-in?locked");

        assertThat(visitor.get("/sign-in?locked").body()).contains("Too many wrong tries");
    }

    @Test
    void wrongSecretsLockTheClientAndNobodyElse() {
        String client = "stranger-" + UUID.randomUUID();
        allButOne("client " + client);
        assertThat(secret(client + ":wrong").status()).isEqualTo(401);

        requireLocked(secret(client + ":right"));
        assertThat(secret(LabApi.AURORA).status()).isEqualTo(200);
    }

    @Test
    void aClientHasOneNameHoweverItIsWritten() {
        String client = "stranger-" + UUID.randomUUID();
        allButOne("client " + client);
        assertThat(secret(client.replace("-", "%2D") + ":wrong").status()).isEqualTo(401);

        requireLocked(secret(client + ":wrong"));
    }

    /** The client's HTTP library would not send a tab. */
    @ParameterizedTest
    @ValueSource(strings = {"Basic\t", "BASIC\t", "basic "})
    void aWrongSecretCountsHoweverItsHeaderIsWritten(String scheme) {
        String client = "stranger-" + UUID.randomUUID();
        allButOne("client " + client);
        assertThat(RawRequest.send(
                        api,
                        "POST",
                        TokenServer.TOKEN,
                        Map.of("Authorization", LabApi.basic(client + ":wrong").replace("Basic ", scheme))))
                .isEqualTo(401);

        requireLocked(secret(client + ":wrong"));
    }

    @Test
    void anotherClientsNameInTheAddressHidesNoGuess() {
        String client = "stranger-" + UUID.randomUUID();
        allButOne("client " + client);
        assertThat(secret(
                                client + ":wrong",
                                "?client_id=another&client_assertion=x&client_assertion_type="
                                        + "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer")
                        .status())
                .isEqualTo(401);

        requireLocked(secret(client + ":wrong"));
    }

    @Test
    void whoSignsInWithHisOwnKeyForgivesNothingInAnothersName() {
        String victim = "stranger-" + UUID.randomUUID();
        KeyedLab lab = KeyedLab.register(api, signIn);
        allButOne("client " + victim);
        HttpRequest.Builder request = lab.signInRequest(lab.assertion());
        assertThat(api.send(request.header("Authorization", LabApi.basic(victim + ":x")))
                        .status())
                .isEqualTo(200);

        assertThat(secret(victim + ":wrong").status()).isEqualTo(401);
        requireLocked(secret(victim + ":wrong"));
    }

    @Test
    void wrongAssertionsLockAsWell() {
        KeyedLab lab = KeyedLab.register(api, signIn);
        KeyedLab thief = KeyedLab.register(api, signIn);
        allButOne("client " + lab.id);
        assertThat(lab.signIn(lab.assertion(thief.key), null).status()).isEqualTo(401);

        requireLocked(lab.signIn(lab.assertion(), null));
        time.passTo(time.now().plus(Duration.ofMinutes(1)));
        assertThat(lab.signIn(lab.assertion(), null).status()).isEqualTo(200);
    }

    @Test
    void aRequestThatIsWrongInItselfIsNoGuess() {
        KeyedLab lab = KeyedLab.register(api, signIn);
        allButOne("client " + lab.id);
        for (int n = 0; n < 3; n++) {
            assertThat(lab.signIn(lab.assertion() + "&client_assertion=again", null)
                            .status())
                    .isEqualTo(400);
        }

        assertThat(lab.signIn(lab.assertion(), null).status()).isEqualTo(200);
    }

    private void allButOne(String account) {
        for (int n = 1; n < settings.tries(); n++) {
            tries.begin(account, HERE).failed();
        }
    }

    private Answer signIn(Visitor visitor, String password) {
        return visitor.post("/sign-in", Map.of("username", person, "password", password));
    }

    private Answer basic(String nameAndPassword, String path) {
        return api.send(api.request(path).header("Authorization", LabApi.basic(nameAndPassword)));
    }

    private Answer secret(String client) {
        return secret(client, "");
    }

    private Answer secret(String client, String query) {
        return api.send(api.request(TokenServer.TOKEN + query)
                .header("Authorization", LabApi.basic(client))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")));
    }

    private static void requireLocked(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(429);
        assertThat(Long.parseLong(answer.header("Retry-After"))).isBetween(1L, 60L);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("detail").asText()).contains("Too many wrong tries");
    }
}
