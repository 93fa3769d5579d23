package org.countersign.docket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.workflow.Recusals;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The staff API of a case: stepping back, and asking one more agency. */
@CountersignTest
class CaseApiTest {

    private static final String HHS = "{\"agency\":\"hhs\",\"reasons\":\"Health data.\"}";

    @Autowired
    private TestCases cases;

    @Autowired
    private LabApi api;

    @Autowired
    private Recusals recusals;

    @Autowired
    private JdbcClient db;

    private Case acme;
    private String path;

    @BeforeEach
    void aCaseWithTheAgencies() {
        acme = cases.referred();
        path = "/api/v1/cases/" + acme.reference();
    }

    @Test
    void aDirectorAddsAnAgency() {
        Answer added = api.staff("oncd.director", "POST", path + "/agencies", HHS);
        assertThat(added.status()).as(added.body()).isEqualTo(201);
        assertThat(added.header("Location")).isEqualTo("/cases/" + acme.reference());
        assertThat(added.json().get("agency").asText()).isEqualTo("hhs");
        assertThat(added.json().get("dueOn").asText()).endsWith("Z");
        assertThat(cases.task(acme, "draftVote", "hhs")).isNotNull();

        Answer twice = new NoTrace(db).of(() -> api.staff("ostp.director", "POST", path + "/agencies", HHS));
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.json().get("detail").asText()).isEqualTo("HHS signs off on this case already.");
    }

    @Test
    void ofTwoDirectorsAtOnceOneAddsTheAgency() {
        var outcomes = AtOnce.run(List.of(
                () -> api.staff("oncd.director", "POST", path + "/agencies", HHS)
                        .status(),
                () -> api.staff("ostp.director", "POST", path + "/agencies", HHS)
                        .status()));
        assertThat(outcomes).extracting(AtOnce.Outcome::value).containsExactlyInAnyOrder(201, 409);
    }

    @Test
    void refusesWhoIsNoDirector() {
        for (String person : List.of("oncd.reviewer", "intake.officer", "admin", "process.owner")) {
            Answer refused = new NoTrace(db).of(() -> api.staff(person, "POST", path + "/agencies", HHS));
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.json().get("detail").asText()).isEqualTo("This is not open to your groups.");
        }
    }

    @Test
    void aPersonStepsBackForGood() {
        Answer back = api.staff("oncd.director", "POST", path + "/recusal", "{\"reasons\":\"My sister works there.\"}");
        assertThat(back.status()).as(back.body()).isEqualTo(201);
        assertThat(back.json().get("person").asText()).isEqualTo("oncd.director");
        assertThat(recusals.hasSteppedBack(acme.id(), "oncd.director")).isTrue();

        Answer twice = new NoTrace(db)
                .of(() -> api.staff("oncd.director", "POST", path + "/recusal", "{\"reasons\":\"Again.\"}"));
        assertThat(twice.status()).isEqualTo(409);
        Answer refused = new NoTrace(db).of(() -> api.staff("oncd.director", "POST", path + "/agencies", HHS));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().get("detail").asText()).isEqualTo("You have stepped back from this case.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "agencies | {\"agency\":\"hhs\"} | 422 | reasons",
                "agencies | {\"agency\":\"hhs\",\"reasons\":\" \"} | 422 | reasons",
                "agencies | {\"agency\":\"nasa\",\"reasons\":\"x\"} | 422 | agency",
                "agencies | {\"agency\":\"hhs\",\"reasons\":\"x\",\"more\":1} | 422 | more",
                "recusal  | {} | 422 | reasons",
                "recusal  | {\"reasons\":\"turned \\u202e around\"} | 422 | reasons"
            })
    void namesTheFieldAtFault(String what, String body, int status, String field) {
        Answer refused = new NoTrace(db).of(() -> api.staff("oncd.director", "POST", path + "/" + what, body));
        assertThat(refused.status()).as(refused.body()).isEqualTo(status);
        assertThat(refused.json().get("errors").get(0).get("field").asText()).isEqualTo(field);
    }

    @Test
    void isClosedToLabsAndStrangers() {
        for (String what : List.of("/agencies", "/recusal")) {
            Answer lab = new NoTrace(db).of(() -> api.post(LabApi.AURORA, path + what, HHS));
            assertThat(lab.status()).isEqualTo(401);
            Answer stranger = new NoTrace(db)
                    .of(() -> api.anonymous(
                            "POST", path + what, request -> request.header("Content-Type", "application/json")));
            assertThat(stranger.status()).isEqualTo(401);
            assertThat(stranger.header("Content-Type")).startsWith("application/problem+json");
        }
        assertThat(api.staff("oncd.director", "POST", "/api/v1/cases/CS-2026-999999/agencies", HHS)
                        .status())
                .isEqualTo(404);
        assertThat(api.staff("oncd.director", "GET", path, null).status()).isEqualTo(403);
    }
}
