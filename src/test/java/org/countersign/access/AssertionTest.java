package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.countersign.lab.LabKeys;
import org.countersign.lab.Labs;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/** Which assertions sign a lab in. */
@CountersignTest
class AssertionTest {

    @Autowired
    private LabApi api;

    @Autowired
    private LabSignIn signIn;

    @Autowired
    private Labs labs;

    @Autowired
    private LabKeys keys;

    @Autowired
    private UsedJwts used;

    @Autowired
    private RegisteredClientRepository clients;

    @Autowired
    private JdbcClient db;

    @Autowired
    private JdbcOperations operations;

    private KeyedLab lab;

    @BeforeEach
    void register() {
        lab = KeyedLab.register(api, signIn);
    }

    @Test
    void aLabSignsInWithItsKey() {
        String token = lab.plainToken();

        assertThat(lab.plain(token, "GET", "/api/v1/applications", null).status())
                .isEqualTo(200);
    }

    @Test
    void theIssuerIsAnAudienceAsWell() {
        String assertion = lab.assertion(lab.key, claims -> claims.audience(signIn.publicUrl()));

        assertThat(lab.signIn(assertion, null).status()).isEqualTo(200);
    }

    @Test
    void anRsaKeyWillDoToo() throws Exception {
        RSAKey rsa = new RSAKeyGenerator(2048).keyIDFromThumbprint(true).generate();
        assertThat(api.staff(
                                KeyedLab.ADMIN,
                                "PUT",
                                "/api/v1/labs/" + lab.id,
                                KeyedLab.wanted("Polaris", lab.mail(), rsa))
                        .status())
                .isEqualTo(200);

        for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.PS256, JWSAlgorithm.RS256)) {
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(algorithm).keyID(rsa.getKeyID()).build(),
                    SignedJWT.parse(lab.assertion()).getJWTClaimsSet());
            jwt.sign(new RSASSASigner(rsa));
            assertThat(lab.signIn(jwt.serialize(), null).status())
                    .as(algorithm.getName())
                    .isEqualTo(200);
        }
    }

    static Stream<Consumer<JWTClaimsSet.Builder>> wrongClaims() {
        return Stream.of(
                claims -> claims.audience("https://elsewhere.example/oauth2/token"),
                claims -> claims.audience((String) null),
                claims -> claims.audience(List.of("http://localhost:0/oauth2/token", "https://elsewhere.example")),
                claims -> claims.issuer("lab-aurora"),
                claims -> claims.subject("lab-aurora").issuer("lab-aurora"),
                claims -> claims.issuer(null),
                claims -> claims.expirationTime(null),
                claims -> claims.expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(7)))),
                claims -> claims.expirationTime(Date.from(Instant.now().minus(Duration.ofMinutes(2)))),
                claims -> claims.notBeforeTime(Date.from(Instant.now().plus(Duration.ofMinutes(2)))),
                claims -> claims.jwtID(null),
                claims -> claims.jwtID(" "),
                claims -> claims.jwtID("x".repeat(201)));
    }

    @ParameterizedTest
    @MethodSource("wrongClaims")
    void refusesAnAssertionWithOneWrongClaim(Consumer<JWTClaimsSet.Builder> wrong) {
        requireRefused(lab.assertion(lab.key, wrong));
    }

    @Test
    void refusesAnAssertionThatAnotherKeySigned() {
        KeyedLab other = KeyedLab.register(api, signIn);

        requireRefused(lab.assertion(other.key));
        requireRefused(KeyedLab.signed(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID(lab.key.getKeyID())
                        .build(),
                claims(),
                other.key));
    }

    @Test
    void refusesAnAssertionThatNamesNoKeyOrIsSignedByNone() throws Exception {
        requireRefused(KeyedLab.signed(new JWSHeader(JWSAlgorithm.ES256), claims(), lab.key));
        requireRefused(new PlainJWT(claims().build()).serialize());
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(lab.key.getKeyID())
                        .build(),
                claims().build());
        jwt.sign(new MACSigner(lab.key.toPublicJWK().toJSONString()));
        requireRefused(jwt.serialize());
    }

    @Test
    void takesAnAssertionOnce() {
        String assertion = lab.assertion();

        assertThat(lab.signIn(assertion, null).status()).isEqualTo(200);
        requireRefused(assertion);
    }

    @Test
    void ofManyAtOnceOnTwoNodesOneIsTaken() {
        RegisteredClient client = clients.findByClientId(lab.id);
        var other = new Assertions(labs, keys, new UsedJwts(db), signIn);
        var here = new Assertions(labs, keys, used, signIn);
        String assertion = lab.assertion();
        List<Callable<String>> both = Stream.of(here, other, here, other)
                .map(node -> (Callable<String>)
                        () -> node.createDecoder(client).decode(assertion).getSubject())
                .toList();

        var outcomes = AtOnce.run(both);

        assertThat(outcomes).filteredOn(AtOnce.Outcome::succeeded).hasSize(1);
        assertThat(outcomes)
                .filteredOn(outcome -> !outcome.succeeded())
                .allSatisfy(outcome -> assertThat(outcome.failure()).isInstanceOf(JwtException.class));
    }

    @Test
    void whatIsRefusedIsNotUsedUp() {
        String id = UUID.randomUUID().toString();
        requireRefused(lab.assertion(lab.key, claims -> claims.jwtID(id).audience("https://elsewhere.example")));

        assertThat(lab.signIn(lab.assertion(lab.key, claims -> claims.jwtID(id)), null)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whatIsVoidIsForgotten() {
        assertThat(used.firstAssertion("lab-x", "old", Instant.now().minusSeconds(1)))
                .isTrue();
        assertThat(used.firstAssertion("lab-x", "new", Instant.now().plusSeconds(60)))
                .isTrue();

        assertThat(used.forgetVoid()).isPositive();

        assertThat(used.firstAssertion("lab-x", "new", Instant.now().plusSeconds(60)))
                .isFalse();
        assertThat(db.sql("SELECT count(*) FROM used_jwt WHERE expires_at < clock_timestamp()")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void inProductionNobodySignsInWithASecret() {
        var production = new KnownClients(
                new JdbcRegisteredClientRepository(operations), labs, new LabSignIn(false, "https://gate.example"));

        assertThat(production.findByClientId("lab-aurora").getClientAuthenticationMethods())
                .containsExactly(ClientAuthenticationMethod.PRIVATE_KEY_JWT);
        assertThat(clients.findByClientId("lab-aurora").getClientAuthenticationMethods())
                .contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    }

    @Test
    void aLabWithoutASecretCannotSignInWithOne() {
        Answer answer = new NoTrace(db)
                .of(() -> api.send(api.request(TokenServer.TOKEN)
                        .header("Authorization", LabApi.basic(lab.id + ":"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))));

        assertThat(answer.status()).isIn(400, 401);
    }

    @Test
    void nothingIsFetchedFromAnAddressTheLabNames() {
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID(lab.key.getKeyID())
                .jwkURL(java.net.URI.create(api.url("/.well-known/jwks.json")))
                .jwk(lab.holder.toPublicJWK())
                .build();

        requireRefused(KeyedLab.signed(header, claims(), lab.holder));
        assertThatThrownBy(() -> PublicKey.of(Map.of("jku", "https://elsewhere.example"), "jwk"))
                .hasMessageContaining("not a JSON Web Key");
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(lab.id)
                .subject(lab.id)
                .audience(lab.audience())
                .jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(Instant.now().plusSeconds(60)));
    }

    private void requireRefused(String assertion) {
        Answer answer = new NoTrace(db).of(() -> lab.signIn(assertion, null));

        assertThat(answer.status()).as(answer.body()).isIn(400, 401);
        assertThat(answer.json().has("access_token")).isFalse();
        assertThat(answer.json().get("error").asText()).isIn("invalid_client", "invalid_request");
    }
}
