package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.countersign.journal.Journal;
import org.countersign.lab.Labs;
import org.countersign.lab.Standing;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Administrators admit labs and keep them out; that is all they decide. */
@CountersignTest
class LabRegisterTest {

    private static final String LABS = "/api/v1/labs";
    private static final String BECAUSE = "{\"reasons\": \"Its key was stolen.\"}";

    @Autowired
    private LabApi api;

    @Autowired
    private LabSignIn signIn;

    @Autowired
    private Labs labs;

    @Autowired
    private Journal journal;

    @Autowired
    private JdbcClient db;

    private KeyedLab lab;

    @BeforeEach
    void register() {
        lab = KeyedLab.register(api, signIn);
    }

    @Test
    void aLabThatIsRegisteredMayKnockAndHasNothing() {
        String token = lab.plainToken();

        assertThat(lab.plain(token, "GET", "/api/v1/releases", null).json().get("items"))
                .isEmpty();
        assertThat(lab.plain(token, "GET", "/api/v1/green-lights?releaseId=aurora-6&customerId=acme", null)
                        .json()
                        .get("green")
                        .asBoolean())
                .isFalse();
        assertThat(db.sql("SELECT count(*) FROM license WHERE lab_id = ?")
                        .param(lab.id)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void nameAndContactCanBeChangedAndKeysAreOnlyAdded() {
        var next = KeyedLab.newKey();

        Answer changed = put(KeyedLab.wanted("Polaris II", "new@polaris.example", next));

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().get("name").asText()).isEqualTo("Polaris II");
        assertThat(changed.json().get("keys")).hasSize(2);
        assertThat(put(KeyedLab.wanted("Polaris II", "new@polaris.example"))
                        .json()
                        .get("keys"))
                .hasSize(2);
        assertThat(actions()).containsExactly("lab-registered", "lab-key-added", "lab-changed", "lab-key-added");
    }

    @Test
    void twoAtOnceRegisterALabOnce() {
        String id = "lab-" + UUID.randomUUID().toString().substring(0, 13);
        String wanted = KeyedLab.wanted("Twice", "twice@polaris.example", KeyedLab.newKey());
        Callable<Integer> put =
                () -> api.staff(KeyedLab.ADMIN, "PUT", LABS + "/" + id, wanted).status();

        assertThat(AtOnce.run(List.of(put, put)).stream().map(AtOnce.Outcome::value))
                .containsExactlyInAnyOrder(201, 200);
        assertThat(journal.about(id)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "admin",
                "polaris",
                "lab-",
                "lab-A",
                "lab-a--b",
                "lab-a_b",
                "lab-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void anIdThatCouldPassForSomebodyElseIsRefused(String id) {
        requireInvalid(
                () -> api.staff(
                        KeyedLab.ADMIN, "PUT", LABS + "/" + id, KeyedLab.wanted("X", "x@x.example", KeyedLab.newKey())),
                "id");
    }

    @ParameterizedTest
    @CsvSource({"'',x@x.example,name", "'a\tb',x@x.example,name", "X,nobody,contactEmail", "X,'',contactEmail"})
    void wrongWordsAreRefused(String name, String mail, String field) {
        requireInvalid(() -> put(KeyedLab.wanted(name, mail)), field);
    }

    @Test
    void aNewLabNeedsAGoodKey() {
        String path = LABS + "/lab-" + UUID.randomUUID().toString().substring(0, 13);
        requireInvalid(() -> api.staff(KeyedLab.ADMIN, "PUT", path, KeyedLab.wanted("X", "x@x.example")), "keys");
        String withPrivate = KeyedLab.json(Map.of(
                "name",
                "X",
                "contactEmail",
                "x@x.example",
                "keys",
                List.of(KeyedLab.newKey().toJSONObject())));
        requireInvalid(() -> api.staff(KeyedLab.ADMIN, "PUT", path, withPrivate), "keys[0]");
        requireInvalid(
                () -> api.staff(KeyedLab.ADMIN, "PUT", path, KeyedLab.wanted("X", "x@x.example", lab.key)), "keys[0]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"process.owner", "commerce.director", "intake.officer", "auditor.one"})
    void onlyAdministratorsDo(String person) {
        for (String[] call : calls()) {
            assertThat(api.staff(person, call[0], call[1], call[2]).status())
                    .as(call[1])
                    .isEqualTo(403);
        }
    }

    @Test
    void neitherLabsNorStrangersDo() {
        String token = lab.plainToken();
        for (String[] call : calls()) {
            assertThat(lab.plain(token, call[0], call[1], call[2]).status()).isEqualTo(401);
            assertThat(api.anonymous(call[0].equals("GET") ? "GET" : "DELETE", call[1], request -> {})
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void aSuspendedLabIsOutAtOnceAndComesBack() {
        String token = lab.plainToken();
        String bound = lab.boundToken();
        var nanos = new AtomicLong();
        var otherNode = new LabStandings(labs, nanos::get);
        assertThat(otherNode.of(lab.id).map(Standing::suspended)).contains(false);

        Answer suspended = post("suspension", BECAUSE);

        assertThat(suspended.json().get("status").asText()).isEqualTo("suspended");
        assertThat(suspended.json().at("/suspension/reasons").asText()).isEqualTo("Its key was stolen.");
        Answer refused = new NoTrace(db).of(() -> lab.plain(token, "GET", "/api/v1/licenses", null));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.json().get("detail").asText()).contains("suspended");
        assertThat(lab.bound(bound, lab.proof("GET", "/api/v1/licenses", bound), "/api/v1/licenses")
                        .status())
                .isEqualTo(401);
        assertThat(lab.signIn(lab.key).status()).isEqualTo(401);
        nanos.addAndGet(LabStandings.BELIEVED.toNanos());
        assertThat(otherNode.of(lab.id).map(Standing::suspended)).contains(true);
        assertThat(post("suspension", BECAUSE).status()).isEqualTo(409);

        assertThat(post("reinstatement", "{\"reasons\": \"It has a new one.\"}")
                        .json()
                        .get("status")
                        .asText())
                .isEqualTo("active");

        assertThat(lab.plainToken()).isNotBlank();
        assertThat(post("reinstatement", BECAUSE).status()).isEqualTo(409);
        assertThat(actions()).containsSubsequence("lab-suspended", "lab-reinstated");
    }

    @Test
    void aLabWithASecretIsKeptOutAsWell() {
        var secret = "lab-borealis";
        String token = api.bearer(LabApi.BOREALIS);
        api.staff(KeyedLab.ADMIN, "POST", LABS + "/" + secret + "/suspension", BECAUSE);
        try {
            assertThat(api.send(api.request("/api/v1/licenses").header("Authorization", token))
                            .status())
                    .isEqualTo(401);
            assertThat(api.send(api.request(TokenServer.TOKEN)
                                    .header("Authorization", LabApi.basic(LabApi.BOREALIS))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                                            "grant_type=client_credentials")))
                            .status())
                    .isEqualTo(401);
        } finally {
            api.staff(KeyedLab.ADMIN, "POST", LABS + "/" + secret + "/reinstatement", BECAUSE);
        }
        assertThat(api.get(LabApi.BOREALIS, "/api/v1/licenses").status()).isEqualTo(200);
    }

    @Test
    void inAnEmergencyAllKeysGo() {
        String token = lab.plainToken();

        Answer answer = post("key-removals", BECAUSE);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("keys")).isEmpty();
        assertThat(lab.plain(token, "GET", "/api/v1/licenses", null).status()).isEqualTo(401);
        assertThat(lab.signIn(lab.key).status()).isEqualTo(401);
        assertThat(post("key-removals", BECAUSE).status()).isEqualTo(409);
        var next = KeyedLab.newKey();
        assertThat(put(KeyedLab.wanted("Polaris", lab.mail(), next)).status()).isEqualTo(200);
        assertThat(lab.signIn(next).status()).isEqualTo(200);
        assertThat(actions()).contains("lab-keys-revoked");
    }

    @Test
    void orOneOfThem() {
        var next = KeyedLab.newKey();
        put(KeyedLab.wanted("Polaris", lab.mail(), next));

        requireInvalid(() -> post("key-removals", "{\"reasons\": \"x\", \"kids\": [\"none\"]}"), "kids");
        assertThat(post("key-removals", "{\"reasons\": \"x\", \"kids\": [\"%s\"]}".formatted(lab.key.getKeyID()))
                        .json()
                        .get("keys"))
                .hasSize(1);
        assertThat(lab.signIn(next).status()).isEqualTo(200);
    }

    @Test
    void nothingHappensWithoutReasonsOrToNobody() {
        for (String step : List.of("suspension", "reinstatement", "key-removals")) {
            requireInvalid(() -> post(step, "{\"reasons\": \" \"}"), "reasons");
            requireInvalid(() -> post(step, "{}"), "reasons");
            assertThat(api.staff(KeyedLab.ADMIN, "POST", LABS + "/lab-nobody/" + step, BECAUSE)
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void allCanBeRead() {
        Answer answer = api.staff(KeyedLab.ADMIN, "GET", LABS, null);

        assertThat(answer.json().get("items")).anySatisfy(item -> {
            assertThat(item.get("id").asText()).isEqualTo(lab.id);
            assertThat(item.at("/keys/0/kid").asText()).isEqualTo(lab.key.getKeyID());
            assertThat(item.at("/keys/0/addedBy").asText()).isEqualTo(KeyedLab.ADMIN);
            assertThat(item.get("status").asText()).isEqualTo("active");
        });
        assertThat(answer.body()).doesNotContain("secret", "\"d\"");
    }

    private String[][] calls() {
        return new String[][] {
            {"GET", LABS, null},
            {"PUT", LABS + "/" + lab.id, KeyedLab.wanted("X", "x@x.example")},
            {"POST", LABS + "/" + lab.id + "/suspension", BECAUSE},
            {"POST", LABS + "/" + lab.id + "/reinstatement", BECAUSE},
            {"POST", LABS + "/" + lab.id + "/key-removals", BECAUSE}
        };
    }

    private Answer put(String body) {
        return api.staff(KeyedLab.ADMIN, "PUT", LABS + "/" + lab.id, body);
    }

    private Answer post(String step, String body) {
        return api.staff(KeyedLab.ADMIN, "POST", LABS + "/" + lab.id + "/" + step, body);
    }

    private List<String> actions() {
        return journal.about(lab.id).stream().map(Journal.JournalEntry::action).toList();
    }

    private void requireInvalid(java.util.function.Supplier<Answer> request, String field) {
        Answer answer = new NoTrace(db).of(request);

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().get("errors"))
                .anySatisfy(error -> assertThat(error.get("field").asText()).isEqualTo(field));
    }
}
