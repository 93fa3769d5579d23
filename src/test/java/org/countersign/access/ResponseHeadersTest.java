package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

@CountersignTest
class ResponseHeadersTest {

    private static final Pattern NONCE = Pattern.compile("'nonce-([^']{22,})'");

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    /** Pages, answers for programs, files, redirects, refusals of each kind, and what no chain ever sees. */
    @ParameterizedTest
    @CsvSource({
        "GET,  /",
        "GET,  /sign-in",
        "GET,  /statistics.csv",
        "GET,  /track/CS-2026-000000?key=x",
        "POST, /track/CS-2026-000000/answers",
        "GET,  /cases",
        "GET,  /nothing",
        "GET,  /assets/countersign.css",
        "GET,  /favicon.ico",
        "GET,  /swagger-ui.html",
        "GET,  /swagger-ui/index.html",
        "GET,  /api/v1/openapi.json",
        "GET,  /api/v1/applications",
        "GET,  /api/v1/screening/lists",
        "POST, /oauth2/token",
        "GET,  /.well-known/jwks.json",
        "GET,  /status-lists/1",
        "GET,  /actuator/health",
        "GET,  /actuator/env",
        "GET,  /engine-rest/task",
        "GET,  /camunda/app/tasklist/",
        "GET,  /camunda/lib/deps.js",
        "GET,  /camunda/api/engine/engine",
        "GET,  /engine-rest/;x/task",
        "GET,  //cases"
    })
    void everyAnswerTellsTheBrowserWhatItMayDo(String method, String path) {
        Answer answer = api.anonymous(method, path, request -> {});

        String policy = answer.header("Content-Security-Policy");
        assertThat(policy)
                .startsWith("default-src 'none'")
                .contains("frame-ancestors 'none'", "base-uri", "form-action")
                .contains("object-src 'none'")
                .doesNotContain("unsafe-eval", "http:", "https:", "*");
        assertThat(scripts(policy)).doesNotContain("unsafe-inline", "data:");
        assertThat(answer.header("Permissions-Policy")).contains("camera=()", "geolocation=()", "usb=()");
        assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(answer.http().headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.http().headers().allValues("X-Frame-Options")).containsExactly("DENY");
        assertThat(answer.http().headers().map()).doesNotContainKeys("server", "x-powered-by");
    }

    @Test
    void whatIsSomebodysOwnIsKeptByNobodyElse() {
        Case acme = cases.referred();
        Visitor reviewer = Visitor.signedIn(api, "oncd.reviewer");
        assertThat(reviewer.get("/cases/" + acme.reference()).header("Cache-Control"))
                .contains("no-store");
        assertThat(reviewer.get("/cases").header("Cache-Control")).contains("no-store");
        assertThat(new Visitor(api).get(acme.trackingPath()).header("Cache-Control"))
                .contains("no-store");
        assertThat(api.get(LabApi.AURORA, "/api/v1/applications/" + acme.id()).header("Cache-Control"))
                .contains("no-store");
        assertThat(api.staff("oncd.reviewer", "GET", "/engine-rest/task", null).header("Cache-Control"))
                .contains("no-store");
        assertThat(reviewer.get("/camunda/api/engine/engine/default/task").header("Cache-Control"))
                .contains("no-store");
    }

    @Test
    void eachPageOfTheWebApplicationsHasANonceOfItsOwn() {
        Visitor reviewer = Visitor.signedIn(api, "oncd.reviewer");
        Set<String> nonces = new HashSet<>();
        for (int page = 0; page < 3; page++) {
            Answer answer = reviewer.get("/camunda/app/tasklist/default/");
            var named = NONCE.matcher(answer.header("Content-Security-Policy"));
            assertThat(named.find()).isTrue();
            assertThat(answer.body()).contains("nonce=\"" + named.group(1) + "\"");
            nonces.add(named.group(1));
        }
        assertThat(nonces).hasSize(3);
    }

    private static String scripts(String policy) {
        for (String directive : policy.split(";")) {
            if (directive.strip().startsWith("script-src")) {
                return directive;
            }
        }
        return "";
    }
}
