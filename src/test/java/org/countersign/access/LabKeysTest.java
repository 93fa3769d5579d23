package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.countersign.journal.Journal;
import org.countersign.lab.Labs;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.countersign.testing.TestServers;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A lab changes its keys by itself. */
@CountersignTest
class LabKeysTest {

    private static final String KEYS = "/api/v1/keys";

    @Autowired
    private LabApi api;

    @Autowired
    private LabSignIn signIn;

    @Autowired
    private Labs labs;

    @Autowired
    private Journal journal;

    @Autowired
    private TimeMachine time;

    @Autowired
    private JdbcClient db;

    private KeyedLab lab;
    private String token;

    @BeforeEach
    void register() {
        lab = KeyedLab.register(api, signIn);
        token = lab.plainToken();
    }

    @Test
    void aNewKeyTakesThePlaceOfTheOld() {
        ECKey next = KeyedLab.newKey();

        Answer added = lab.plain(token, "POST", KEYS, lab.offer(next));
        assertThat(added.status()).as(added.body()).isEqualTo(201);
        assertThat(added.json().get("kid").asText()).isEqualTo(next.getKeyID());
        assertThat(added.header("Location")).isEqualTo(KEYS + "/" + next.getKeyID());
        String newToken = lab.plainToken(next);
        assertThat(kids(newToken)).containsExactly(lab.key.getKeyID(), next.getKeyID());

        assertThat(lab.plain(newToken, "DELETE", KEYS + "/" + lab.key.getKeyID(), null)
                        .status())
                .isEqualTo(204);

        assertThat(lab.signIn(lab.key).status()).isEqualTo(401);
        Answer byOldKey = lab.plain(token, "GET", KEYS, null);
        assertThat(byOldKey.status()).isEqualTo(401);
        assertThat(byOldKey.json().get("detail").asText()).contains("key");
        assertThat(kids(newToken)).containsExactly(next.getKeyID());
        assertThat(lab.plainToken(next)).isNotBlank();
    }

    @Test
    void anotherNodeKnowsWithinASecond() {
        ECKey next = addKey();
        var nanos = new AtomicLong();
        var other = new LabStandings(labs, nanos::get);
        assertThat(other.of(lab.id).orElseThrow().kids()).contains(lab.key.getKeyID());

        remove(lab.plainToken(next), lab.key);
        nanos.addAndGet(LabStandings.BELIEVED.toNanos());

        assertThat(LabStandings.BELIEVED).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(other.of(lab.id).orElseThrow().kids()).containsExactly(next.getKeyID());
    }

    @Test
    void theLastKeyStays() {
        Answer answer = new NoTrace(db).of(() -> lab.plain(token, "DELETE", KEYS + "/" + lab.key.getKeyID(), null));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().get("detail").asText()).contains("last key");
    }

    @Test
    void twoAtOnceDoNotRemoveTheLastTwo() {
        ECKey next = addKey();
        String newToken = lab.plainToken(next);
        List<Callable<Integer>> both = List.of(
                () -> lab.plain(newToken, "DELETE", KEYS + "/" + lab.key.getKeyID(), null)
                        .status(),
                () -> lab.plain(newToken, "DELETE", KEYS + "/" + next.getKeyID(), null)
                        .status());

        var outcomes = AtOnce.run(both).stream().map(AtOnce.Outcome::value).toList();

        // Whoever comes second is refused: by the key that is gone, or because his is the last.
        assertThat(outcomes).containsOnlyOnce(204);
        assertThat(inUse()).isEqualTo(1);
    }

    @Test
    void fiveAreEnoughAlsoForTheDatabaseAndForManyAtOnce() {
        for (int n = 0; n < 3; n++) {
            addKey();
        }
        List<Callable<Integer>> three = Stream.generate(KeyedLab::newKey)
                .limit(3)
                .map(key -> (Callable<Integer>)
                        () -> lab.plain(token, "POST", KEYS, lab.offer(key)).status())
                .toList();

        assertThat(AtOnce.run(three).stream().map(AtOnce.Outcome::value)).containsOnlyOnce(201);
        assertThat(inUse()).isEqualTo(5);
        ECKey sixth = KeyedLab.newKey();
        assertThat(lab.plain(token, "POST", KEYS, lab.offer(sixth)).status()).isEqualTo(409);
        assertThatThrownBy(() -> insert(sixth.getKeyID(), sixth.toPublicJWK().toJSONString()))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("at most five keys");
    }

    @Test
    void theDatabaseTakesNoPrivateKeyAndBringsNoneBack() {
        ECKey key = KeyedLab.newKey();
        assertThatThrownBy(() -> insert(key.getKeyID(), key.toJSONString()))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("key_is_public");
        ECKey next = addKey();
        remove(lab.plainToken(next), lab.key);
        assertThatThrownBy(() -> db.sql("UPDATE lab_key SET removed_at = NULL, removed_by = NULL WHERE kid = ?")
                        .param(lab.key.getKeyID())
                        .update())
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void thePairAskedTwiceIsAddedOnce() {
        ECKey next = KeyedLab.newKey();
        String offer = lab.offer(next);
        List<Callable<Integer>> both = List.of(
                () -> lab.plain(token, "POST", KEYS, offer).status(),
                () -> lab.plain(token, "POST", KEYS, offer).status());

        assertThat(AtOnce.run(both).stream().map(AtOnce.Outcome::value)).containsOnly(201);
        assertThat(inUse()).isEqualTo(2);
        assertThat(actions())
                .containsOnlyOnce("lab-registered")
                .filteredOn("lab-key-added"::equals)
                .hasSize(2);
    }

    @Test
    void aKeyIsOneLabsAndOnceOnly() {
        KeyedLab other = KeyedLab.register(api, signIn);
        requireRefused(lab.offer(other.key), "jwk");

        ECKey next = addKey();
        remove(lab.plainToken(next), lab.key);
        token = lab.plainToken(next);
        requireRefused(lab.offer(lab.key), "jwk");
    }

    @Test
    void anotherLabsKeyIsNotFound() {
        KeyedLab other = KeyedLab.register(api, signIn);

        assertThat(lab.plain(token, "DELETE", KEYS + "/" + other.key.getKeyID(), null)
                        .status())
                .isEqualTo(404);
        assertThat(lab.plain(token, "DELETE", KEYS + "/nothing", null).status()).isEqualTo(404);
    }

    @Test
    void aPrivateKeyIsRefusedAndWrittenNowhere() {
        ECKey mistake = KeyedLab.newKey();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        log.start();
        root.addAppender(log);
        Answer answer;
        try {
            answer = new NoTrace(db)
                    .of(() -> lab.plain(
                            token,
                            "POST",
                            KEYS,
                            KeyedLab.offer(mistake.toJSONObject(), lab.proofOf(mistake, claims -> {}))));
        } finally {
            root.detachAppender(log);
        }

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body())
                .contains("private")
                .doesNotContain(mistake.getD().toString());
        assertThat(log.list).noneMatch(event -> event.getFormattedMessage()
                .contains(mistake.getD().toString()));
    }

    static Stream<Map<String, Object>> weakKeys() throws Exception {
        RSAKey small = new RSAKeyGenerator(1024, true).generate();
        RSAKey good = new RSAKeyGenerator(2048).generate();
        RSAKey threes = new RSAKey.Builder(good.getModulus(), new Base64URL("Aw")).build();
        return Stream.of(
                Map.of("kty", "oct", "k", "c2VjcmV0"),
                small.toPublicJWK().toJSONObject(),
                threes.toJSONObject(),
                Map.of("kty", "OKP", "crv", "Ed25519", "x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"),
                Map.of("kty", "EC", "crv", Curve.SECP256K1.getName(), "x", "AA", "y", "AA"),
                Map.of("kty", "EC", "crv", "P-256", "x", "AA", "y", "AA"),
                Map.of("kty", "EC"),
                Map.of(),
                good.toPublicJWK().toJSONObject().containsKey("use")
                        ? Map.of()
                        : new RSAKey.Builder(good.toPublicJWK())
                                .keyUse(com.nimbusds.jose.jwk.KeyUse.ENCRYPTION)
                                .build()
                                .toJSONObject());
    }

    @ParameterizedTest
    @MethodSource("weakKeys")
    void aWeakKeyIsRefused(Map<String, Object> weak) {
        requireRefused(KeyedLab.offer(weak, lab.proofOf(KeyedLab.newKey(), claims -> {})), "jwk");
    }

    static Stream<Consumer<JWTClaimsSet.Builder>> wrongProofs() {
        return Stream.of(
                claims -> claims.issuer("lab-aurora"),
                claims -> claims.issuer(null),
                claims -> claims.audience("https://elsewhere.example"),
                claims -> claims.audience((String) null),
                claims -> claims.issueTime(null),
                claims -> claims.issueTime(Date.from(Instant.now().minus(Duration.ofMinutes(6)))),
                claims -> claims.issueTime(Date.from(Instant.now().plus(Duration.ofMinutes(6)))));
    }

    @ParameterizedTest
    @MethodSource("wrongProofs")
    void nobodyRegistersAKeyWithoutShowingThatHeHasIt(Consumer<JWTClaimsSet.Builder> wrong) {
        ECKey next = KeyedLab.newKey();
        requireRefused(KeyedLab.offer(next.toPublicJWK().toJSONObject(), lab.proofOf(next, wrong)), "proof");
    }

    @Test
    void aProofByAnotherKeyOrAnotherKindOfJwtIsNone() {
        ECKey next = KeyedLab.newKey();
        Map<String, Object> jwk = next.toPublicJWK().toJSONObject();

        requireRefused(KeyedLab.offer(jwk, lab.proofOf(lab.key, claims -> {})), "proof");
        requireRefused(KeyedLab.offer(jwk, lab.assertion(next, claims -> claims.issueTime(new Date()))), "proof");
        requireRefused(KeyedLab.offer(jwk, "garbage"), "proof");
        requireRefused(KeyedLab.offer(jwk, null), "proof");
        requireRefused("{}", "jwk");
    }

    @Test
    void theContactIsToldOfEachChange() throws Exception {
        ECKey next = addKey();
        remove(lab.plainToken(next), lab.key);
        time.runDueJobs();

        List<MimeMessage> told = new ArrayList<>();
        for (MimeMessage message : TestServers.MAIL.getReceivedMessages()) {
            if (message.getAllRecipients()[0].toString().equals(lab.mail())) {
                told.add(message);
            }
        }
        assertThat(told)
                .extracting(MimeMessage::getSubject)
                .containsExactlyInAnyOrder(
                        lab.id + ": a key was added", lab.id + ": a key was added", lab.id + ": keys were removed");
        assertThat(told).anySatisfy(message -> assertThat(message.getContent().toString())
                .contains(next.getKeyID(), "by yourselves"));
        assertThat(actions()).contains("lab-key-removed");
    }

    private ECKey addKey() {
        ECKey key = KeyedLab.newKey();
        Answer answer = lab.plain(token, "POST", KEYS, lab.offer(key));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return key;
    }

    private void remove(String with, ECKey key) {
        assertThat(lab.plain(with, "DELETE", KEYS + "/" + key.getKeyID(), null).status())
                .isEqualTo(204);
    }

    private List<String> kids(String with) {
        List<String> kids = new ArrayList<>();
        lab.plain(with, "GET", KEYS, null)
                .json()
                .get("items")
                .forEach(key -> kids.add(key.get("kid").asText()));
        return kids;
    }

    private List<String> actions() {
        return journal.about(lab.id).stream().map(Journal.JournalEntry::action).toList();
    }

    private int inUse() {
        return db.sql("SELECT count(*) FROM lab_key WHERE lab_id = ? AND removed_at IS NULL")
                .param(lab.id)
                .query(Integer.class)
                .single();
    }

    private void insert(String kid, String jwk) {
        db.sql("INSERT INTO lab_key (kid, lab_id, jwk, added_at, added_by) VALUES (?, ?, ?::jsonb, now(), 'x')")
                .params(kid, lab.id, jwk)
                .update();
    }

    private void requireRefused(String body, String field) {
        Answer answer = new NoTrace(db).of(() -> lab.plain(token, "POST", KEYS, body));

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
        assertThat(Arrays.asList(answer.header("Content-Type"))).contains("application/problem+json");
    }
}
