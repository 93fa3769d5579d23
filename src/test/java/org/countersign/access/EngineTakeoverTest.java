package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import org.camunda.bpm.engine.IdentityService;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Attacks on the engine's doors, by strangers and by staff. */
@CountersignTest
class EngineTakeoverTest {

    private static final String NEW_ADMINISTRATOR =
            """
            {"profile":{"id":"intruder","firstName":"I","lastName":"I","email":""},"credentials":{"password":"intruder"}}""";

    @Autowired
    private LabApi api;

    @Autowired
    private IdentityService identity;

    /** CVE-2026-77226: while there is no member of camunda-admin, the engine lets anybody make one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/camunda/api/admin/setup/default/user/create",
                "/camunda/api/admin/setup/default/user/create/",
                "/camunda/api/admin/setup/default/user/create;x=y",
                "/camunda/api/admin//setup/default/user/create",
                "/camunda/api/admin/./setup/default/user/create",
                "/camunda/api/admin/%73etup/default/user/create",
                "/camunda/api/admin/setup/x/../default/user/create",
                "/camunda//api/admin/setup/default/user/create"
            })
    void nobodyMakesAnAdministratorThroughTheSetup(String path) {
        identity.deleteMembership(ClosedSetup.PLACEHOLDER, "camunda-admin"); // as if nothing else closed the page

        var stranger = api.send(api.request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(NEW_ADMINISTRATOR)));
        var staff = api.staff("admin", "POST", path, NEW_ADMINISTRATOR);

        assertThat(stranger.status()).isBetween(400, 404);
        assertThat(staff.status()).isBetween(400, 404);
        assertThat(identity.createUserQuery().userId("intruder").count()).isZero();
        identity.createMembership(ClosedSetup.PLACEHOLDER, "camunda-admin");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /engine-rest/task",
        "GET,  /engine-rest/engine",
        "GET,  /engine-rest/user",
        "GET,  /engine-rest",
        "POST, /engine-rest/task",
        "POST, /engine-rest/deployment/create",
        "GET,  /engine-rest/;x/task",
        "GET,  /camunda/api/engine/engine/default/task",
        "POST, /camunda/api/engine/engine/default/deployment/create",
        "GET,  /camunda/api/admin/auth/user/default",
        "GET,  /camunda/api/cockpit/plugin/base/default/process-definition/count"
    })
    void strangersReachNothingOfTheEngine(String method, String path) {
        var answer = api.anonymous(method, path, request -> {});
        assertThat(answer.status()).isIn(400, 401, 403);
        assertThat(answer.body()).doesNotContain("processDefinitionId").doesNotContain("oncd.reviewer");
    }

    @Test
    void asksStrangersToSignInWithAProblem() {
        var answer = api.anonymous("GET", "/engine-rest/task", request -> {});
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Basic");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(api.staff("oncd.reviewer", "GET", "/engine-rest/task", null).status())
                .isEqualTo(200);
    }

    /** Each with an administrator's account: what is closed is closed to everybody. */
    @ParameterizedTest
    @CsvSource({
        "POST,   /deployment/create",
        "POST,   /process-instance/x/modification",
        "POST,   /process-instance/x/modification-async",
        "PUT,    /process-instance/x/variables/allConcur",
        "POST,   /process-instance/x/variables",
        "POST,   /process-instance/delete",
        "DELETE, /process-instance/x",
        "PUT,    /process-instance/x/suspended",
        "POST,   /process-definition/key/access-review/start",
        "POST,   /process-definition/key/license-monitoring/submit-form",
        "POST,   /message",
        "POST,   /signal",
        "POST,   /condition",
        "POST,   /execution/x/signal",
        "POST,   /migration/execute",
        "POST,   /modification/execute",
        "DELETE, /history/process-instance/x",
        "POST,   /history/process-instance/delete",
        "POST,   /history/cleanup",
        "POST,   /user/create",
        "POST,   /group/create",
        "PUT,    /group/oncd-directors/members/admin",
        "POST,   /authorization/create",
        "POST,   /job/x/execute",
        "POST,   /task/create",
        "POST,   /task/x/assignee",
        "POST,   /task/x/delegate",
        "POST,   /task/x/bpmnError",
        "PUT,    /task/x/variables/vote",
        "POST,   /task/x/variables",
        "POST,   /task/x/localVariables",
        "POST,   /filter/create",
        "PUT,    /filter/x",
        "POST,   /decision-definition/key/risk-score/evaluate",
        "POST,   /external-task/fetchAndLock",
        "POST,   /identity/verify",
        "POST,   /batch/x/suspended"
    })
    void whatCouldBendACaseIsClosedToEverybody(String method, String path) {
        assertThat(api.staff("admin", method, "/engine-rest" + path, "{}").status())
                .isEqualTo(403);
    }

    @Test
    void onlyAdministratorsHaveAFailedJobTriedAgain() {
        assertThat(api.staff("process.owner", "PUT", "/engine-rest/job/x/retries", "{\"retries\":1}")
                        .status())
                .isEqualTo(403);
        assertThat(api.staff("admin", "PUT", "/engine-rest/job/x/retries", "{\"retries\":1}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aWrongPasswordIsRefusedLikeAnUnknownName() {
        var wrong =
                api.send(api.request("/engine-rest/task").header("Authorization", "Basic ZW5lcmd5LmRpcmVjdG9yOng="));
        var unknown = api.send(api.request("/engine-rest/task").header("Authorization", "Basic bm9ib2R5Ong="));
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(wrong.body()).isEqualTo(unknown.body());
    }
}
