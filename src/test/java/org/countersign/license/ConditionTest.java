package org.countersign.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.countersign.journal.Journal;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.NoTrace;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.Attempts;
import org.countersign.workflow.Recusals;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rule 6: a condition stays with the agency that set it, and only that agency can release or change it. */
@CountersignTest
class ConditionTest {

    private static final String REASONS = "{\"reasons\":\"The bench was certified.\"}";
    private static final String OTHER =
            "{\"text\":\"Two people approve every change.\",\"reasons\":\"One was not enough.\"}";

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private LabApi api;

    @Autowired
    private TimeMachine time;

    @Autowired
    private Conditions conditions;

    @Autowired
    private Recusals recusals;

    @Autowired
    private Attempts attempts;

    @Autowired
    private Journal journal;

    @Autowired
    private JdbcClient db;

    private Case acme;

    @BeforeEach
    void ostpSetsTwoConditions() {
        acme = cases.referred();
        cases.signs(acme, "oncd", TestCases.CONCUR);
        cases.signs(
                acme,
                "ostp",
                Map.of(
                        "vote", "concur-with-conditions",
                        "reasons", "Safe under supervision.",
                        "conditions", "A person approves every change.\nLogs are kept for a year."));
        cases.signs(acme, "commerce", TestCases.CONCUR);
    }

    @Test
    void rule6OnlyTheAgencyThatSetAConditionCanReleaseIt() {
        approved();
        String id = supervision();
        for (String stranger :
                List.of("oncd.director", "commerce.director", "ostp.reviewer", "committee.chair", "admin")) {
            var refused = new NoTrace(db).of(() -> release(stranger, id));
            assertThat(refused.status()).as(stranger).isEqualTo(403);
            assertThat(refused.json().get("detail").asText())
                    .isEqualTo(
                            stranger.endsWith(".director")
                                    ? "Only a director of OSTP, which set this condition, can release or change it."
                                    : "This is not open to your groups.");
        }
        assertThat(inForce()).hasSize(2);

        var released = release("ostp.director", id);

        assertThat(released.status()).isEqualTo(200);
        assertThat(released.json().get("releasedAt").asText()).isNotBlank();
        assertThat(inForce()).containsExactly("Logs are kept for a year.");
        assertThat(licenseConditions().findValuesAsText("releasedAt")).hasSize(1);
        assertThat(cases.notices(acme)).contains("condition-released");
        assertThat(journal.about(acme.reference()))
                .filteredOn(entry -> entry.action().equals("condition-released"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.actor()).isEqualTo("ostp.director");
                    assertThat(entry.content()).contains("The bench was certified.");
                });
    }

    @Test
    void rule6AChangedConditionReplacesTheOldOneAtOnceAndCanBeAppealed() {
        approved();
        String id = supervision();
        time.advance(Duration.ofDays(60));
        cases.reportsAllUse(acme);
        assertThat(appeals(id)).isEqualTo(409);

        var changed = change("ostp.director", id);

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().get("replaces").asText()).isEqualTo(id);
        assertThat(inForce())
                .containsExactlyInAnyOrder("Two people approve every change.", "Logs are kept for a year.");
        assertThat(appeals(changed.json().get("id").asText())).isEqualTo(201);
        assertThat(change("ostp.director", id).status()).isEqualTo(409);
        assertThat(cases.notices(acme)).contains("condition-changed");
    }

    @Test
    void rule6AConditionIsReleasedOrChangedBeforeTheLicenseAsWell() {
        List<Conditions.Standing> proposed = conditions.ofApplication(acme.id());
        assertThat(proposed).extracting(Conditions.Standing::licenseId).containsOnlyNulls();
        String supervision = proposed.get(0).id();
        String logs = proposed.get(1).id();
        assertThat(release("oncd.director", logs).status()).isEqualTo(403);

        assertThat(release("ostp.director", logs).status()).isEqualTo(200);
        assertThat(release("ostp.director", logs).status()).isEqualTo(409);
        var changed = change("ostp.director", supervision);
        assertThat(changed.json().get("id").asText()).isEqualTo(supervision);

        approved();
        assertThat(inForce()).containsExactly("Two people approve every change.");
        assertThat(release("ostp.director", supervision).status()).isEqualTo(200);
        assertThat(inForce()).isEmpty();
    }

    @Test
    void rule6AReleasedConditionStaysReleased() {
        approved();
        String id = supervision();
        release("ostp.director", id);

        var again = release("ostp.director", id);

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().get("detail").asText()).isEqualTo("This condition is released already.");
        assertThatThrownBy(() -> db.sql("UPDATE license_condition SET released_at = NULL WHERE id = ?")
                        .param(id)
                        .update())
                .rootCause()
                .hasMessageContaining("stays released");
        assertThatThrownBy(() -> db.sql("UPDATE license_condition SET text = 'Anything goes.' WHERE id = ?")
                        .param(id)
                        .update())
                .rootCause()
                .hasMessageContaining("permission denied");
    }

    @Test
    void rule6TheDatabaseLetsNoAgencyReplaceTheConditionOfAnother() {
        approved();
        String id = supervision();
        assertThatThrownBy(() -> db.sql(
                                """
                        INSERT INTO license_condition (id, license_id, agency, text, set_at, replaces)
                        SELECT 'forged', license_id, 'oncd', 'None.', now(), id FROM license_condition WHERE id = ?""")
                        .param(id)
                        .update())
                .rootCause()
                .hasMessageContaining("replaced by its own agency");
    }

    @Test
    void ofTwoWhoReleaseAConditionAtTheSameMomentOneIsToldItIsDone() throws Exception {
        approved();
        String id = supervision();
        var go = new CountDownLatch(1);
        var directors = Executors.newFixedThreadPool(3);
        var statuses = new ArrayList<Integer>();
        try {
            List<Future<Integer>> answers = IntStream.range(0, 3)
                    .mapToObj(n -> directors.submit(() -> {
                        go.await();
                        return (n == 0 ? change("ostp.director", id) : release("ostp.director", id)).status();
                    }))
                    .toList();
            go.countDown();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
        } finally {
            directors.shutdownNow();
        }
        assertThat(statuses).containsExactlyInAnyOrder(200, 409, 409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            release | {}                                              | 422 | reasons
            release | {"reasons":"  "}                                | 422 | reasons
            release | nonsense                                        | 400 |
            change  | {"reasons":"Because."}                          | 422 | text
            change  | {"text":"One.\\nTwo.","reasons":"Because."}      | 422 | text
            change  | {"text":"Two people approve.","reasons":""}     | 422 | reasons
            """)
    void refusesAChangeThatSaysTooLittle(String what, String body, int status, String field) {
        approved();
        String path = "/api/v1/conditions/" + supervision() + "/" + what;
        var refused = new NoTrace(db).of(() -> api.staff("ostp.director", "POST", path, body));
        assertThat(refused.status()).as(refused.body()).isEqualTo(status);
        if (field != null) {
            assertThat(refused.json().get("errors").findValuesAsText("field")).contains(field);
        }
        assertThat(inForce()).hasSize(2);
    }

    @Test
    void refusesStrangersAndWhatIsNotThere() {
        approved();
        String path = "/api/v1/conditions/" + supervision() + "/release";
        assertThat(api.post(LabApi.AURORA, path, REASONS).status()).isEqualTo(401);
        assertThat(api.anonymous("POST", path, request -> {}).status()).isEqualTo(401);
        for (String nothing : List.of("nothing", "nothing-1", "1-1", "-")) {
            assertThat(release("ostp.director", nothing).status()).as(nothing).isEqualTo(404);
        }
    }

    @Test
    void refusesADirectorWhoHasSteppedBackFromTheCase() {
        approved();
        attempts.at(() -> {
            recusals.recuse(acme.id(), "ostp.director", "My sister works there.");
            return null;
        });
        var refused = release("ostp.director", supervision());
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().get("detail").asText()).isEqualTo("You have stepped back from this case.");
    }

    @Test
    void refusesToTouchConditionsThatBindNobodyAnyMore() {
        approved();
        String id = supervision();
        time.advance(Duration.ofDays(366));
        var refused = release("ostp.director", id);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("detail").asText())
                .isEqualTo("The license is no longer in force; its conditions bind nobody.");
    }

    @Test
    void refusesToTouchTheConditionsOfAWithdrawnApplication() {
        String id = supervision();
        api.post(LabApi.AURORA, "/api/v1/applications/" + acme.id() + "/withdrawal", "{}");
        assertThat(release("ostp.director", id).status()).isEqualTo(409);
    }

    private void approved() {
        staff.complete("commerce.director", cases.task(acme, "countersign"), TestCases.APPROVE);
    }

    private String supervision() {
        return conditions.ofApplication(acme.id()).stream()
                .filter(condition -> condition.text().startsWith("A person approves"))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private List<String> inForce() {
        return cases.greenLight(acme).get("conditions").findValuesAsText("text");
    }

    private com.fasterxml.jackson.databind.JsonNode licenseConditions() {
        String license = cases.asTheLabSeesIt(acme).get("licenseId").asText();
        return api.get(LabApi.AURORA, "/api/v1/licenses/" + license).json().get("conditions");
    }

    private LabApi.Answer release(String person, String id) {
        return api.staff(person, "POST", "/api/v1/conditions/" + id + "/release", REASONS);
    }

    private LabApi.Answer change(String person, String id) {
        return api.staff(person, "POST", "/api/v1/conditions/" + id + "/change", OTHER);
    }

    private int appeals(String condition) {
        return api.post(
                        LabApi.AURORA,
                        "/api/v1/applications/" + acme.id() + "/appeal",
                        "{\"ground\":\"condition\",\"subject\":\"%s\",\"text\":\"It protects nobody from anything.\"}"
                                .formatted(condition))
                .status();
    }
}
