package org.countersign.screening;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asking for names, without a case. */
@CountersignTest
class CheckApiTest {

    @Autowired
    private LabApi api;

    @Autowired
    private JdbcClient db;

    private ScreeningDesk desk;

    @BeforeEach
    void openDesk() {
        desk = new ScreeningDesk(api);
    }

    @Test
    void answersInTheOrderOfTheNames() {
        Answer answer = desk.ask(
                """
                {"names":[{"name":"Jane Doe","type":"person"},
                          {"name":"Дравенко Максим","type":"person","dateOfBirth":"1968-03-14","country":"UA"},
                          {"name":"Zhumaren Microsystems Ltd"}]}""");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var results = answer.json().get("results");
        assertThat(results).hasSize(3);
        assertThat(results.get(0).get("hits")).isEmpty();
        var hit = results.get(1).at("/hits/0");
        assertThat(hit.get("entryId").asText()).isEqualTo("demo-01");
        assertThat(hit.get("list").asText()).isEqualTo("demo-parties");
        assertThat(hit.get("name").asText()).isEqualTo("DRAVENKO, Maxim");
        assertThat(hit.get("score").asDouble()).isEqualTo(1);
        assertThat(hit.get("explanation").asText()).contains("date of birth fits", "country fits");
        assertThat(results.get(2).at("/hits/0/entryId").asText()).isEqualTo("demo-13");
    }

    @Test
    void refusesWhatCannotBeAsked() {
        String thousandAndOne =
                "{\"names\":[" + String.join(",", Collections.nCopies(1_001, "{\"name\":\"A\"}")) + "]}";
        refuses("{\"names\":[]}", 422, "names");
        refuses("{}", 422, "names");
        refuses(thousandAndOne, 422, "names");
        refuses("{\"names\":[{\"name\":\" \"}]}", 422, "names[0].name");
        refuses("{\"names\":[{\"name\":\"" + "x".repeat(301) + "\"}]}", 422, "names[0].name");
        refuses("{\"names\":[{\"name\":\"A\",\"type\":\"ship\"}]}", 422, "names[0].type");
        refuses("{\"names\":[{\"name\":\"A\",\"dateOfBirth\":\"yesterday\"}]}", 422, "names[0].dateOfBirth");
        refuses("{\"names\":[{\"name\":\"A\",\"dateOfBirth\":\"1999-02-31\"}]}", 422, "names[0].dateOfBirth");
        refuses("{\"names\":[{\"name\":\"A\",\"country\":\"Atlantis\"}]}", 422, "names[0].country");
        refuses("{\"names\":[{\"name\":\"A\\u0000B\"}]}", 422, "names[0].name");
        refuses("{\"names\":[null]}", 422, "names[0]");
        refuses("{\"names\":", 400, "body");
    }

    private void refuses(String body, int status, String field) {
        Answer answer = new NoTrace(db).of(() -> desk.ask(body));
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
    }

    @Test
    void isOpenToIntakeAndAdministrators() {
        String body = "{\"names\":[{\"name\":\"Jane Doe\"}]}";
        String path = "/api/v1/screening/check";
        for (String person : List.of("intake.officer", "admin")) {
            assertThat(api.staff(person, "POST", path, body).status()).isEqualTo(200);
        }
        for (String person : List.of("oncd.reviewer", "commerce.director", "auditor.one", "process.owner")) {
            assertThat(api.staff(person, "POST", path, body).status()).isEqualTo(403);
        }
        assertThat(api.post(LabApi.AURORA, path, body).status()).isEqualTo(401);
        assertThat(api.anonymous("POST", path, request -> {}).status()).isEqualTo(401);
    }

    @Test
    void closesWhatItDoesNotKnow() {
        assertThat(api.staff("admin", "GET", "/api/v1/screening/entries", null).status())
                .isEqualTo(403);
        assertThat(api.staff("admin", "GET", "/api/v1/screening/check", null).status())
                .isIn(403, 405);
    }
}
