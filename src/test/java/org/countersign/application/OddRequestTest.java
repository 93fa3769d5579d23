package org.countersign.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.NoTrace;
import org.countersign.testing.Submissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Requests that are odd in their method, address or headers are told so, and leave no trace. */
@CountersignTest
class OddRequestTest {

    private static final String APPLICATIONS = "/api/v1/applications";

    @Autowired
    private LabApi api;

    @Autowired
    private JdbcClient db;

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
    void allowsTheCollectionOnlyToBeReadAndAddedTo(String method) {
        var answer = problem(
                405,
                null,
                () -> api.send(api.request(APPLICATIONS)
                        .header("Authorization", api.bearer(LabApi.AURORA))
                        .method(method, BodyPublishers.noBody())));

        assertThat(answer.header("Allow").split(",\\s*")).containsExactlyInAnyOrder("GET", "POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "PUT", "PATCH", "POST"})
    void allowsOneApplicationOnlyToBeRead(String method) {
        var answer = problem(
                405,
                null,
                () -> api.send(api.request(APPLICATIONS + "/any")
                        .header("Authorization", api.bearer(LabApi.AURORA))
                        .method(method, BodyPublishers.noBody())));

        assertThat(answer.header("Allow")).isEqualTo("GET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BREW", "PROPFIND"})
    void refusesMethodsNobodyKnows(String method) {
        problem(
                400,
                null,
                () -> api.send(api.request(APPLICATIONS)
                        .header("Authorization", api.bearer(LabApi.AURORA))
                        .method(method, BodyPublishers.noBody())));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/nothing, 404",
        "/api/v1, 404",
        "/api/v1/applications/, 404",
        "/api/v1/applications/no-such-application, 404",
        "/api/v1/applications/%F0%9F%A6%84, 404",
        "/api/v1/releases/%20, 404",
        "/api/v1/licenses/' OR 1=1, 404",
        "/api/v1/applications/%00, 400",
        "/api/v1/applications/a%2Fb, 400",
        "/api/v1/applications/%FF, 400",
        "/api/v1/applications/a;b=c, 400",
        "//api/v1/applications, 400",
        "/api/v1/../v1/applications, 400",
        "/%61pi/v1/applications, 400",
        "/api/%561/applications, 400",
        "/api/v1/applications/%7a, 400",
        "/api/v1/applications/a%2Db, 400",
        "/api/v1/applications/a%5Fb, 400",
        "/api/v1/applications/%30, 400",
        "/api/v1/applications/%7E, 404",
        "/api/v1/applications/%40, 404",
        "/%65ngine-rest/task, 400",
        "/engine%2drest/task, 400",
        "/camunda/%61pi/engine/engine/default/task, 400"
    })
    void tellsThatThereIsNothingAtAnOddAddress(String path, int status) {
        problem(status, null, () -> api.get(LabApi.AURORA, path.replace(" ", "%20")));
    }

    /** The largest body of all is not read because a limit does not know the address. */
    @ParameterizedTest
    @ValueSource(strings = {"/%61pi/v1/applications", "/%65ngine-rest/task/x/complete", "/camunda/%61pi/engine/x"})
    void anOddAddressIsRefusedBeforeAnybodyReadsTheBody(String path) {
        var answer = new NoTrace(db)
                .of(() -> api.send(api.request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{".repeat(300 * 1024)))));

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().get("detail").asText()).contains("not one of ours");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=-1, limit",
        "limit=101, limit",
        "limit=99999999999, limit",
        "limit=ten, limit",
        "limit=1.5, limit",
        "cursor=!!, cursor",
        "cursor=YWZ0ZXI6eA, cursor",
        "cursor=%00, cursor",
        "cursor=, cursor",
        "status=approved-ish, status",
        "status=RECEIVED, status",
        "status=%00, status"
    })
    void namesTheParameterThatCannotBeUnderstood(String query, String field) {
        problem(400, field, () -> api.get(LabApi.AURORA, APPLICATIONS + "?" + query));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json; charset=none-such",
                "json",
                ";"
            })
    void takesOnlyJson(String type) {
        problem(415, "Content-Type", () -> apply(type, null));
    }

    @Test
    void readsNothingButUtf8() {
        problem(400, "body", () -> apply("application/json; charset=ISO-8859-1", null));
    }

    @Test
    void takesNoBodyThatDoesNotSayWhatItIs() {
        problem(
                415,
                "Content-Type",
                () -> api.send(api.request(APPLICATIONS)
                        .header("Authorization", api.bearer(LabApi.AURORA))
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(BodyPublishers.ofString(Submissions.acme()))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "application/xml", "garbage", "text/"})
    void answersNothingButJson(String accept) {
        problem(
                406,
                "Accept",
                () -> api.send(api.request(APPLICATIONS)
                        .header("Authorization", api.bearer(LabApi.AURORA))
                        .header("Accept", accept)));
    }

    /** Once it is stored it must not be told as an error: the Accept header cannot make it one. */
    @ParameterizedTest
    @ValueSource(strings = {"image/png", "garbage"})
    void tellsThatItIsReceivedWhateverTheRequestAccepts(String accept) {
        assertThat(apply("application/json", accept).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "garbage"})
    void tellsAnErrorWhateverTheRequestAccepts(String accept) {
        problem(
                404,
                null,
                () -> api.send(api.request(APPLICATIONS + "/none")
                        .header("Authorization", api.bearer(LabApi.AURORA))
                        .header("Accept", accept)));
    }

    @Test
    void speaksOneLanguageWhateverIsAsked() {
        var answer = problem(
                422,
                "releaseId",
                () -> api.send(api.request(APPLICATIONS)
                        .header("Authorization", api.bearer(LabApi.AURORA))
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .header("Content-Type", "application/json")
                        .header("Accept-Language", "de")
                        .POST(BodyPublishers.ofString("{}"))));

        assertThat(answer.body()).contains("must not be blank");
    }

    private LabApi.Answer apply(String contentType, String accept) {
        var request = api.request(APPLICATIONS)
                .header("Authorization", api.bearer(LabApi.AURORA))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(Submissions.acme()));
        return api.send(accept == null ? request : request.header("Accept", accept));
    }

    private LabApi.Answer problem(int status, String field, java.util.function.Supplier<LabApi.Answer> request) {
        api.bearer(LabApi.AURORA);
        var answer = new NoTrace(db).of(request);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        if (field != null) {
            assertThat(answer.json().get("errors").findValuesAsText("field")).contains(field);
        }
        return answer;
    }
}
