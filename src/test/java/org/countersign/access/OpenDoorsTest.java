package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.DirectiveDesk;
import org.countersign.testing.LabApi;
import org.countersign.testing.Parts;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.Visitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;

/** What the table of permissions opens for reading is really there for each role it is open to: a case that exists. */
@CountersignTest
class OpenDoorsTest {

    /** What this installation does not have, and what the tests of its own room read with everything it needs. */
    private static final Set<String> ELSEWHERE = Set.of(
            "/actuator/prometheus",
            "/login/oauth2/code/*",
            "/oauth2/authorization/*",
            "/journal/consistency",
            "/journal/receipts/*",
            "/journal/tile/**",
            "/processes/proposals/*",
            "/processes/proposals/*/diagrams",
            "/cases/*/release/*",
            "/cases/*/release/*/archive",
            "/api/v1/processes/proposals/*",
            "/api/v1/staff/records/copies/*/archive");

    private static final String COCKPIT = "/camunda/api/cockpit/plugin/base/default/";

    @Autowired
    private AutowireCapableBeanFactory beans;

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private DirectiveDesk directives;

    private final Map<String, String> examples = new HashMap<>();

    @BeforeEach
    void aCaseWithEverything() {
        Case acme = cases.approved();
        String license = cases.asTheLabSeesIt(acme).get("licenseId").asText();
        String statusList = URI.create(api.get(LabApi.AURORA, "/api/v1/licenses/" + license)
                        .json()
                        .at("/statusList/uri")
                        .asText())
                .getPath();
        String directive = directives.inForce("customers:" + acme.customerId(), "aurora-6");
        Visitor applicant = new Visitor(api);
        applicant.post(
                acme.trackingPath().replace("?", "/documents?"),
                Parts.file("note.txt", "text/plain", "A note.".getBytes(StandardCharsets.UTF_8)));
        String document = api.get(LabApi.AURORA, "/api/v1/applications/" + acme.id() + "/documents")
                .json()
                .at("/items/0/id")
                .asText();
        webhook("PUT", "{\"url\":\"http://127.0.0.1:9/\"}");

        examples.put("/cases/*", "/cases/" + acme.reference());
        examples.put("/cases/*/diagrams", "/cases/" + acme.reference() + "/diagrams");
        examples.put("/cases/*/documents/*", "/cases/" + acme.reference() + "/documents/" + document);
        examples.put("/track/*", acme.trackingPath());
        examples.put("/track/*/documents/*", acme.trackingPath().replace("?", "/documents/" + document + "?"));
        examples.put("/directives/*", "/directives/" + directive);
        examples.put("/processes/*", "/processes/access-review");
        examples.put("/status-lists/*", statusList);
        examples.put("/assets/**", "/assets/countersign.css");
        examples.put("/swagger-ui/**", "/swagger-ui/index.html");
        examples.put("/actuator/health/*", "/actuator/health/readiness");
        examples.put("/camunda/app/tasklist/**", "/camunda/app/tasklist/default/");
        examples.put("/camunda/app/cockpit/**", "/camunda/app/cockpit/default/");

        examples.put("/camunda/assets/**", "/camunda/assets/opensans-regular-webfont.woff");
        examples.put("/camunda/lib/**", "/camunda/lib/deps.js");
        examples.put(
                "/camunda/api/tasklist/plugin/**", "/camunda/api/tasklist/plugin/tasklistPlugins/static/app/plugin.js");
        examples.put(
                "/camunda/api/cockpit/plugin/cockpitPlugins/static/**",
                "/camunda/api/cockpit/plugin/cockpitPlugins/static/app/plugin.js");
        for (String door : List.of("/engine-rest", "/camunda/api/engine/engine/default")) {
            examples.put(
                    door + "/authorization/check",
                    door + "/authorization/check?permissionName=READ&resourceName=Filter&resourceType=5");
            examples.put(door + "/identity/groups", door + "/identity/groups?userId=oncd.reviewer");
        }
        for (String query : List.of(
                "incident",
                "process-definition/statistics",
                "process-definition/*/called-process-definitions",
                "process-instance",
                "process-instance/*/called-process-instances")) {
            examples.put(COCKPIT + query, COCKPIT + query.replace("*", "x1") + "?firstResult=0&maxResults=10");
        }
        examples.put("/cases/*/release", "/cases/" + acme.reference() + "/release");
        lab("/staff/records/cases/*/passages", "/staff/records/cases/" + acme.reference() + "/passages");
        lab("/releases/*", "/releases/aurora-6");
        lab("/applications/*", "/applications/" + acme.id());
        lab("/applications/*/documents", "/applications/" + acme.id() + "/documents");
        lab("/documents/*", "/documents/" + document);
        lab("/documents/*/content", "/documents/" + document + "/content");
        lab("/green-lights", "/green-lights?releaseId=aurora-6&customerId=" + acme.customerId());
        lab("/licenses/*", "/licenses/" + license);
        lab("/licenses/*/audits", "/licenses/" + license + "/audits");
        lab("/licenses/*/usage-reports", "/licenses/" + license + "/usage-reports");
        lab("/directives/*", "/directives/" + directive);
        lab("/directives/*/licenses", "/directives/" + directive + "/licenses");
        lab("/processes/*/migration", "/processes/access-review/migration");
    }

    private void lab(String row, String path) {
        examples.put("/api/v1" + row, "/api/v1" + path);
    }

    private void webhook(String method, String body) {
        assertThat(api.send(api.request("/api/v1/webhook")
                                .header("Authorization", api.bearer(LabApi.AURORA))
                                .header("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString(body)))
                        .status())
                .isBetween(200, 299);
    }

    @AfterEach
    void endsWhatOthersWouldNotice() {
        webhook("DELETE", "");
        directives.clear();
    }

    @Test
    void whatIsOpenForReadingIsThereForEveryRole() {
        Probe probe = beans.createBean(Probe.class);
        List<Permission> rows = PermissionTable.read().rows().stream()
                .filter(row -> row.methods().contains("GET") && isToBeRead(row))
                .toList();
        Set<String> missing = new ConcurrentSkipListSet<>();
        Arrays.stream(Role.values()).parallel().forEach(role -> rows.stream()
                .filter(row -> row.permits().get(role).opens(true))
                .forEach(row -> {
                    String path = row.path().getPatternString();
                    Probe.Outcome outcome = probe.send(role, "GET", examples.getOrDefault(path, path));
                    if (!outcome.isLetIn() || outcome.answer().status() >= 400) {
                        missing.add(role.column() + " " + path + " -> "
                                + outcome.answer().status() + " "
                                + outcome.answer().body());
                    }
                }));
        assertThat(missing).isEmpty();
    }

    /** Of the engine's, lists only: what a task or a case shows of itself is asked of the engine. */
    private static boolean isToBeRead(Permission row) {
        String path = row.path().getPatternString();
        return !ELSEWHERE.contains(path) && !(row.place().startsWith("engine-") && path.contains("*"));
    }
}
