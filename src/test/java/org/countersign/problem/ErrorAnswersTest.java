package org.countersign.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What is answered where there is nothing. */
@CountersignTest
class ErrorAnswersTest {

    @Autowired
    private LabApi api;

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "application/problem+json"})
    void aProgramGetsAProblemDocument(String accepted) {
        Answer answer = api.anonymous("GET", "/nope", request -> request.header("Accept", accepted));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("title").asText()).isEqualTo("Not Found");
        assertThat(answer.json().get("status").asInt()).isEqualTo(404);
        assertThat(answer.json().properties().stream().map(java.util.Map.Entry::getKey))
                .containsExactlyInAnyOrder("type", "title", "status");
    }

    @Test
    void aFormWithNamesThatNoFormHasIsMalformed() {
        Answer answer = api.send(api.request("/api/v1/applications/aurora-6/withdrawal")
                .header("Authorization", api.bearer(LabApi.AURORA))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofByteArray("{\"reasons\":\"So.\"}".getBytes(StandardCharsets.UTF_16))));
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("body");
    }

    @Test
    void aPersonGetsAPageAndStaffTheirOwnNavigation() {
        Answer stranger = new Visitor(api).get("/nope");
        assertThat(stranger.status()).isEqualTo(404);
        assertThat(stranger.body()).contains("There is no such page", "Staff sign-in", "Demonstration");

        Visitor reviewer = Visitor.signedIn(api, "oncd.reviewer");
        for (String path : new String[] {"/nope", "/", "/criteria", "/directives/none"}) {
            assertThat(reviewer.get(path).body())
                    .as(path)
                    .contains("Sign out <span>oncd.reviewer</span>", "Demonstration")
                    .doesNotContain("Staff sign-in");
        }
    }
}
