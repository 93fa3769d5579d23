package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.countersign.lab.Labs;
import org.countersign.problem.Problems;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** A token that is bound to a key is worth nothing to whoever has only the token. */
@CountersignTest
class BoundTokenTest {

    private static final String PATH = "/api/v1/applications";

    @Autowired
    private LabApi api;

    @Autowired
    private LabSignIn signIn;

    @Autowired
    private Labs labs;

    @Autowired
    private LabStandings standings;

    @Autowired
    private UsedJwts used;

    @Autowired
    private RequestAllowance allowance;

    @Autowired
    private Problems problems;

    @Autowired
    private JwtDecoder decoder;

    @Autowired
    private JdbcClient db;

    private KeyedLab lab;

    @BeforeEach
    void register() {
        lab = KeyedLab.register(api, signIn);
    }

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void opensTheApiTogetherWithAProof() {
        Answer issued = lab.signIn(lab.assertion(), lab.proof("POST", TokenServer.TOKEN, null));
        assertThat(issued.json().get("token_type").asText()).isEqualTo("DPoP");
        String token = KeyedLab.tokenOf(issued);

        assertThat(lab.bound(token, lab.proof("GET", PATH, token), PATH).status())
                .isEqualTo(200);
        assertThat(lab.bound(token, lab.proof("GET", PATH, token), PATH).status())
                .as("with another proof")
                .isEqualTo(200);
    }

    @Test
    void isRefusedWithoutTheProof() {
        String token = lab.boundToken();

        requireRefused(lab.plain(token, "GET", PATH, null));
        requireRefused(lab.send("Bearer " + token, lab.proof("GET", PATH, token), "GET", PATH, null));
        requireRefused(lab.bound(token, null, PATH));
    }

    @Test
    void isRefusedWithAProofThatWasShownBefore() {
        String token = lab.boundToken();
        String proof = lab.proof("GET", PATH, token);

        assertThat(lab.bound(token, proof, PATH).status()).isEqualTo(200);
        requireRefused(lab.bound(token, proof, PATH));
    }

    static Stream<Consumer<JWTClaimsSet.Builder>> wrongClaims() {
        return Stream.of(
                claims -> claims.claim("htm", "POST"),
                claims -> claims.claim("htu", "http://localhost/api/v1/licenses"),
                claims -> claims.claim("ath", "AAAA"),
                claims -> claims.claim("ath", null),
                claims -> claims.jwtID(null),
                claims -> claims.issueTime(Date.from(Instant.now().minusSeconds(180))),
                claims -> claims.issueTime(Date.from(Instant.now().plusSeconds(180))),
                claims -> claims.issueTime(null));
    }

    @ParameterizedTest
    @MethodSource("wrongClaims")
    void isRefusedWithAProofForSomethingElse(Consumer<JWTClaimsSet.Builder> wrong) {
        String token = lab.boundToken();

        requireRefused(new NoTrace(db).of(() -> lab.bound(token, lab.proof("GET", PATH, token, wrong), PATH)));
    }

    @Test
    void isRefusedWithAProofOfAnotherKey() {
        String token = lab.boundToken();
        KeyedLab thief = KeyedLab.register(api, signIn);

        requireRefused(lab.bound(token, thief.proof("GET", PATH, token), PATH));
    }

    @Test
    void aProofGetsOneToken() {
        String proof = lab.proof("POST", TokenServer.TOKEN, null);

        assertThat(lab.signIn(lab.assertion(), proof).status()).isEqualTo(200);
        Answer second = lab.signIn(lab.assertion(), proof);
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.json().get("error").asText()).isEqualTo("invalid_dpop_proof");
    }

    @Test
    void oneProofIsOneRequestOnTwoNodes() throws Exception {
        String token = lab.boundToken();
        String proof = lab.proof("GET", PATH, token);
        List<Callable<Integer>> nodes = Stream.of(used, new UsedJwts(db), used, new UsedJwts(db))
                .map(node -> (Callable<Integer>) () -> through(
                        new LabDoor(signIn, standings, node, allowance, problems),
                        decoder.decode(token),
                        "DPoP " + token,
                        proof))
                .toList();

        assertThat(AtOnce.run(nodes).stream().map(AtOnce.Outcome::value))
                .containsOnlyOnce(200)
                .containsOnly(200, 401);
        assertThat(SignedJWT.parse(proof).getJWTClaimsSet().getJWTID()).isNotNull();
    }

    @Test
    void inTheDemonstrationAPlainTokenWillDo() {
        assertThat(lab.plain(lab.plainToken(), "GET", PATH, null).status()).isEqualTo(200);
        assertThat(api.get(LabApi.AURORA, PATH).status()).isEqualTo(200);
    }

    @Test
    void inProductionAPlainTokenIsRefused() throws Exception {
        LabDoor production = production();
        String plain = lab.plainToken();
        String bound = lab.boundToken();
        String bySecret = api.bearer(LabApi.AURORA).substring("Bearer ".length());

        assertThat(through(production, decoder.decode(plain), "Bearer " + plain, null))
                .isEqualTo(401);
        assertThat(through(production, decoder.decode(bySecret), "Bearer " + bySecret, null))
                .isEqualTo(401);
        assertThat(through(production, decoder.decode(bound), "Bearer " + bound, null))
                .isEqualTo(401);
        assertThat(through(production, decoder.decode(bound), "DPoP " + bound, lab.proof("GET", PATH, bound)))
                .isEqualTo(200);
    }

    @Test
    void inProductionATokenBoundToAKeyButGotWithASecretIsRefused() throws Exception {
        Answer issued = api.send(api.request(TokenServer.TOKEN)
                .header("Authorization", LabApi.basic(LabApi.AURORA))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("DPoP", lab.proof("POST", TokenServer.TOKEN, null))
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")));
        String token = KeyedLab.tokenOf(issued);

        assertThat(through(production(), decoder.decode(token), "DPoP " + token, lab.proof("GET", PATH, token)))
                .isEqualTo(401);
    }

    @Test
    void inProductionNoPlainTokenIsGiven() {
        var tokens = new LabTokens(new LabSignIn(false, "https://gate.example"), used);
        JwtEncodingContext context = JwtEncodingContext.with(
                        JwsHeader.with(SignatureAlgorithm.ES256), JwtClaimsSet.builder())
                .principal(new TestingAuthenticationToken("lab-x", null))
                .build();

        assertThatThrownBy(() -> tokens.customize(context))
                .isInstanceOfSatisfying(
                        OAuth2AuthenticationException.class,
                        e -> assertThat(e.getError().getErrorCode()).isEqualTo("invalid_dpop_proof"));
    }

    private LabDoor production() {
        return new LabDoor(new LabSignIn(false, signIn.publicUrl()), new LabStandings(labs), used, allowance, problems);
    }

    /** Behind the library's own check of the proof. */
    private static int through(LabDoor door, Jwt token, String authorization, String proof) throws Exception {
        var request = new MockHttpServletRequest("GET", PATH);
        request.addHeader("Authorization", authorization);
        if (proof != null) {
            request.addHeader("DPoP", proof);
        }
        var response = new MockHttpServletResponse();
        SecurityContextHolder.getContext()
                .setAuthentication(new JwtAuthenticationToken(token, List.of(), token.getSubject()));
        try {
            door.doFilter(request, response, new MockFilterChain());
        } finally {
            SecurityContextHolder.clearContext();
        }
        return response.getStatus();
    }

    private static void requireRefused(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("DPoP");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }
}
