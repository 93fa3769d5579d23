package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.task.Task;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What must be closed, written down by hand: nothing here looks at the table of permissions. */
@CountersignTest
class ClosedDoorsTest {

    private static final Set<Integer> REFUSED = Set.of(400, 401, 403, 404, 405);
    private static final List<String> DOORS = List.of("/engine-rest", "/camunda/api/engine/engine/default");

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/cases",
                "/directives",
                "/oversight",
                "/processes",
                "/camunda/app/tasklist/",
                "/camunda/app/cockpit/",
                "/camunda/app/admin/",
                "/camunda/api/engine/engine/default/task",
                "/camunda/api/admin/auth/user/default",
                "/engine-rest/task",
                "/engine-rest/engine",
                "/engine-rest/version",
                "/actuator",
                "/actuator/env",
                "/actuator/sbom",
                "/api/v1/applications",
                "/api/v1/releases",
                "/api/v1/green-lights",
                "/api/v1/screening/lists",
                "/api/v1/nothing",
                "/error",
                "/webjars/camunda/app/admin/index.html",
                "/plugin/admin/app/plugin.js",
                "/.well-known/oauth-authorization-server",
                "/oauth2/authorize",
                "/nothing"
            })
    void aStrangerAndALabOnTheWrongDoorGetNothing(String path) {
        Answer stranger = api.anonymous("GET", path, request -> {});
        assertThat(isTurnedAway(stranger))
                .as(stranger.status() + " " + stranger.body())
                .isTrue();
        if (!path.startsWith("/api/v1/")) {
            Answer lab = api.get(LabApi.BOREALIS, path);
            assertThat(isTurnedAway(lab)).as(lab.status() + " " + lab.body()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/screening/check",
        "GET,  /api/v1/screening/lists",
        "POST, /api/v1/conditions/x/release",
        "POST, /api/v1/cases/x/recusal",
        "POST, /api/v1/licenses/x/revocation",
        "GET,  /api/v1/processes/access-review/migration",
        "POST, /api/v1/staff/licenses/x/audits"
    })
    void aLabsTokenOpensNothingOfTheStaffs(String method, String path) {
        Answer answer =
                api.anonymous(method, path, request -> request.header("Authorization", api.bearer(LabApi.BOREALIS)));
        assertThat(answer.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/applications", "/api/v1/green-lights?releaseId=a&customerId=b", "/api/v1/webhook"})
    void aPasswordOfStaffOpensNothingOfTheLabs(String path) {
        assertThat(api.staff("admin", "GET", path, null).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "process.owner"})
    void whoLooksAfterTheSystemDecidesNothing(String person) {
        Case acme = cases.referred();
        Task vote = cases.task(acme, "draftVote", "oncd");
        for (String action : List.of("claim", "complete", "submit-form")) {
            Answer answer = api.staff(
                    person,
                    "POST",
                    "/engine-rest/task/" + vote.getId() + "/" + action,
                    "{\"userId\":\"" + person + "\",\"variables\":{\"vote\":{\"value\":\"concur\"}}}");
            assertThat(answer.status()).as(action).isEqualTo(403);
        }
        assertThat(api.staff(
                                person,
                                "POST",
                                "/engine-rest/process-definition/key/emergency-directive/submit-form",
                                "{\"variables\":{}}")
                        .status())
                .isEqualTo(403);
        assertThat(api.staff(
                                person,
                                "POST",
                                "/api/v1/cases/" + acme.reference() + "/agencies",
                                "{\"agency\":\"energy\",\"reasons\":\"x\"}")
                        .status())
                .isEqualTo(403);
        assertThat(cases.openTasks(acme)).contains("draftVote");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /deployment/x",
        "POST,   /deployment/x/redeploy",
        "POST,   /process-instance/x/modification",
        "PUT,    /process-instance/x/variables/v",
        "POST,   /process-instance/x/variables",
        "DELETE, /process-instance/x",
        "DELETE, /history/process-instance/x",
        "POST,   /history/cleanup",
        "GET,    /batch",
        "PUT,    /batch/x/suspended",
        "POST,   /migration/execute",
        "POST,   /message",
        "POST,   /signal",
        "POST,   /condition",
        "POST,   /filter/create",
        "PUT,    /filter/x",
        "DELETE, /filter/x",
        "POST,   /user/create",
        "PUT,    /user/admin/credentials",
        "PUT,    /group/administrators/members/admin",
        "POST,   /authorization/create",
        "POST,   /task/create",
        "POST,   /task/x/assignee",
        "POST,   /task/x/delegate",
        "POST,   /task/x/variables",
        "GET,    /telemetry/data",
        "POST,   /telemetry/configuration",
        "GET,    /metrics",
        "GET,    /schema/log",
        "GET,    /optimize/process-instance/running"
    })
    void whatBendsCasesIsClosedToEverybodyAtBothDoors(String method, String path) {
        for (String person : List.of("admin", "process.owner", "oncd.director", "intake.officer")) {
            assertThat(api.staff(person, method, "/engine-rest" + path, "{}").status())
                    .as(person)
                    .isEqualTo(403);
        }
        Visitor admin = Visitor.signedIn(api, "admin");
        admin.get("/camunda/app/cockpit/default/");
        Answer answer = admin.send(api.request(DOORS.get(1) + path)
                .header("X-XSRF-TOKEN", admin.cookie("XSRF-TOKEN").orElseThrow())
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString("{}")));
        assertThat(answer.status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/camunda/app/admin/",
                "/camunda/app/admin/default/",
                "/camunda/app/welcome/default/",
                "/camunda/app/admin/default/setup/",
                "/camunda/api/admin/plugin/adminPlugins/default/metrics/aggregated"
            })
    void adminAndWelcomeAreThereForNobody(String path) {
        assertThat(Visitor.signedIn(api, "admin").get(path).status()).isEqualTo(403);
    }

    /** A closed address stays closed, and an open one does not open another, however it is spelt. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "//engine-rest/deployment",
                "/engine-rest//metrics",
                "/engine-rest/metrics/",
                "/engine-rest/metrics;x=y",
                "/engine-rest;x/metrics",
                "/engine-rest/./metrics",
                "/engine-rest/task/../metrics",
                "/engine-rest/task/%2e%2e/metrics",
                "/engine-rest/task%2f..%2fmetrics",
                "/engine-rest/%6detrics",
                "/engine-rest/Metrics",
                "/ENGINE-REST/metrics",
                "/engine-rest/metrics.json",
                "/engine-rest/metrics%00",
                "/engine-rest/metrics%0a",
                "/engine-rest\\metrics",
                "/engine-rest/engine/default/metrics",
                "/engine-rest/engine/default/task",
                "/engine-rest/application.wadl",
                "/Actuator/env",
                "/actuator/../actuator/env"
            })
    void oddSpellingsOpenNothing(String path) {
        int answer = RawRequest.send(api, "GET", path, Map.of("Authorization", LabApi.basic("admin:demo")));
        assertThat(answer).as(path).matches(status -> REFUSED.contains(status));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "TRACE", "PATCH", "PROPFIND", "get", "DELETE", "PUT"})
    void otherMethodsOpenNothing(String method) {
        for (String path : List.of("/cases", "/criteria", "/api/v1/applications", "/engine-rest/task", "/sign-in")) {
            int answer = RawRequest.send(api, method, path, Map.of("Authorization", LabApi.basic("admin:demo")));
            assertThat(answer).as(path).matches(status -> REFUSED.contains(status) || status == 302 || status == 501);
        }
    }

    @Test
    void theHeadOfAnAddressIsOpenToWhomTheAddressIs() {
        assertThat(RawRequest.send(api, "HEAD", "/criteria", Map.of())).isEqualTo(200);
        assertThat(RawRequest.send(api, "HEAD", "/engine-rest/task", Map.of())).isEqualTo(401);
        assertThat(RawRequest.send(
                        api, "HEAD", "/engine-rest/metrics", Map.of("Authorization", LabApi.basic("admin:demo"))))
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"})
    void aHeaderChangesNoMethod(String header) {
        Answer answer = api.send(api.request("/engine-rest/task/count?_method=DELETE")
                .header("Authorization", LabApi.basic("admin:demo"))
                .header(header, "DELETE"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().has("count")).isTrue();
        int overridden = RawRequest.send(
                api,
                "GET",
                "/engine-rest/filter/create",
                Map.of("Authorization", LabApi.basic("admin:demo"), header, "POST"));
        assertThat(overridden).matches(status -> REFUSED.contains(status));
    }

    private static boolean isTurnedAway(Answer answer) {
        return REFUSED.contains(answer.status())
                || answer.status() == 302 && answer.header("Location").contains("/sign-in");
    }
}
