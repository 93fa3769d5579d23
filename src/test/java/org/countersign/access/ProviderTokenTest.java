package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.access.AtProvider.NODE;
import static org.countersign.access.AtProvider.PROVIDER;
import static org.countersign.access.AtProvider.newcomer;
import static org.countersign.access.AtProvider.signsIn;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACSigner;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.TestCases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Programs of staff send access tokens of the identity provider where passwords open nothing. */
@CountersignTest
class ProviderTokenTest {

    @Autowired
    private IdentityService identity;

    @Autowired
    private TestCases cases;

    @Autowired
    private LabApi api;

    @AfterEach
    void theyLeave() {
        for (User user : identity.createUserQuery().userFirstName("Ann").list()) {
            identity.deleteUser(user.getId());
        }
    }

    @Test
    void aTokenOpensTheEnginesApiWithTheRightsOfItsGroups() {
        var acme = cases.referred();
        String ann = newcomer();
        String token = PROVIDER.rsa(PROVIDER.access(ann, ann, List.of("oncd")));
        String open = "/engine-rest/task?processInstanceBusinessKey=" + acme.reference();

        HttpResponse<String> found = send("GET", open, token, null);
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.body()).contains("draftVote");
        String task = found.body().replaceFirst("(?s)^\\[\\{\"id\":\"([^\"]+)\".*", "$1");
        assertThat(send("POST", "/engine-rest/task/" + task + "/claim", token, "{\"userId\":\"" + ann + "\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(send(
                                "POST",
                                "/engine-rest/task/" + task + "/complete",
                                token,
                                "{\"variables\":{\"vote\":{\"value\":\"concur\"}}}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(identity.createUserQuery().userId(ann).memberOfGroup("oncd").count())
                .isEqualTo(1);

        String stranger = PROVIDER.rsa(PROVIDER.access(newcomer(), newcomer(), List.of("auditors")));
        assertThat(send("GET", open, stranger, null).body()).isEqualTo("[]");
    }

    @Test
    void aTokenOpensTheStaffApiAndTheMetricsToItsGroupsOnly() {
        String admin = PROVIDER.es(PROVIDER.access(newcomer(), newcomer(), List.of("administrators")));
        String reviewer = PROVIDER.rsa(PROVIDER.access(newcomer(), newcomer(), List.of("oncd")));

        assertThat(send("GET", "/actuator/prometheus", admin, null).statusCode())
                .isEqualTo(200);
        assertThat(send("GET", "/api/v1/screening/lists", admin, null).statusCode())
                .isEqualTo(200);
        assertThat(send("GET", "/actuator/prometheus", reviewer, null).statusCode())
                .isEqualTo(403);
        assertThat(send("GET", "/api/v1/screening/lists", reviewer, null).statusCode())
                .isEqualTo(403);
        assertThat(send("GET", "/api/v1/releases", admin, null).statusCode())
                .as("the API of labs")
                .isEqualTo(401);
        assertThat(send("GET", "/cases", admin, null).statusCode()).as("a page").isEqualTo(302);
    }

    static Stream<Arguments> wrongTokens() {
        return Stream.of(
                wrong("for another audience", token -> token.put("aud", List.of("account"))),
                wrong("an ID token", token -> token.put("aud", List.of(Provider.CLIENT))),
                wrong("from elsewhere", token -> token.put("iss", "https://elsewhere.example")),
                wrong("expired", token -> token.put("exp", 1_700_000_000L)),
                wrong("never ending", token -> token.remove("exp")),
                wrong(
                        "ending too late",
                        token -> token.put(
                                "exp", Instant.now().plusSeconds(9 * 3600).getEpochSecond())),
                wrong("about nobody", token -> token.remove("sub")),
                wrong("silent about groups", token -> token.remove("groups")),
                wrong("without a group here", token -> token.put("groups", List.of("/bowling-club"))));
    }

    private static Arguments wrong(String what, Consumer<Map<String, Object>> bend) {
        return Arguments.of(what, bend);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongTokens")
    void aTokenThatIsNotForThisIsRefused(String what, Consumer<Map<String, Object>> bend) {
        String ann = newcomer();
        Map<String, Object> token = PROVIDER.access(ann, ann, List.of("oncd"));
        bend.accept(token);

        isRefused(PROVIDER.rsa(token));
        assertThat(identity.createUserQuery().userId(ann).count()).isZero();
    }

    @Test
    void aTokenThatTheProviderHasNotSignedIsRefused() throws JOSEException {
        Map<String, Object> token = PROVIDER.access(newcomer(), newcomer(), List.of("oncd"));
        isRefused(Provider.signed(
                token, JWSAlgorithm.HS256, "rsa", new MACSigner(Arrays.copyOf(Provider.SECRET.getBytes(), 32))));
        String good = PROVIDER.rsa(token);
        isRefused(good.substring(0, good.lastIndexOf('.') + 1));
        isRefused("eyJhbGciOiJub25lIn0" + good.substring(good.indexOf('.'), good.lastIndexOf('.') + 1));
        isRefused(good + "x");
        isRefused("nonsense");
        isRefused(api.bearer(LabApi.AURORA).substring("Bearer ".length()));
    }

    @Test
    void anOlderTokenBringsNoGroupBack() {
        String ann = newcomer();
        Map<String, Object> older = PROVIDER.access(ann, ann, List.of("oncd", "administrators"));
        older.put("iat", Instant.now().minusSeconds(120).getEpochSecond());
        assertThat(send("GET", "/actuator/prometheus", PROVIDER.rsa(older), null)
                        .statusCode())
                .isEqualTo(200);

        signsIn(ann, "oncd");
        assertThat(send("GET", "/actuator/prometheus", PROVIDER.rsa(older), null)
                        .statusCode())
                .isEqualTo(403);
        assertThat(identity.createUserQuery()
                        .userId(ann)
                        .memberOfGroup("administrators")
                        .count())
                .isZero();
        signsIn(ann);
        isRefused(PROVIDER.rsa(older));
    }

    private static void isRefused(String token) {
        for (String path : List.of("/engine-rest/task", "/api/v1/screening/lists", "/actuator/prometheus")) {
            var answer = send("GET", path, token, null);
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(answer.body()).contains("An access token of your identity provider is required");
        }
    }

    private static HttpResponse<String> send(String method, String path, String token, String body) {
        return Traveller.sent(HttpRequest.newBuilder(NODE.url(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build());
    }
}
