package org.countersign.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.testing.TestCases.APPROVE;
import static org.countersign.testing.TestCases.CONCUR;
import static org.countersign.testing.TestCases.REFER;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.countersign.testing.Staff;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** "May this customer use this release now?", in every way it can be asked and answered. */
@CountersignTest
class GreenLightTest {

    private static final String LIGHTS = "/api/v1/green-lights";

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private TimeMachine time;

    @Autowired
    private JdbcClient db;

    @Test
    void needsNoLicenseForAnExemptRelease() {
        JsonNode light = light("releaseId=aurora-5&customerId=anybody");

        assertThat(light.get("green").asBoolean()).isTrue();
        assertThat(light.get("reason").asText()).isEqualTo("exempt-release");
        assertThat(light.has("licenseId")).isFalse();
        assertThat(light.get("conditions")).isEmpty();
        assertThat(Instant.parse(light.get("checkedAt").asText())).isNotNull();
    }

    @Test
    void isRedForAReleaseNobodyKnows() {
        requireRed(light("releaseId=aurora-99&customerId=acme"), "unknown-release");
    }

    @Test
    void isRedForAReleaseOfAnotherLabAsForNone() {
        requireRed(light("releaseId=borealis-3&customerId=acme"), "unknown-release");
    }

    @Test
    void isRedWithoutALicense() {
        requireRed(light("releaseId=aurora-6&customerId=nobody-" + UUID.randomUUID()), "no-license");
    }

    @Test
    void isRedUntilTheLastSignature() {
        Case acme = cases.concurred();
        requireRed(cases.greenLight(acme), "no-license");
    }

    @Test
    void isGreenWithALicense() {
        Instant before = time.now();
        Case acme = cases.approved();

        JsonNode light = cases.greenLight(acme);
        assertThat(light.get("green").asBoolean()).isTrue();
        assertThat(light.get("reason").asText()).isEqualTo("licensed");
        assertThat(light.get("licenseId").asText())
                .isEqualTo(cases.asTheLabSeesIt(acme).get("licenseId").asText());
        assertThat(Instant.parse(light.get("until").asText())).isAfter(time.now());
        assertThat(light.get("conditions")).isEmpty();
        assertThat(Instant.parse(light.get("checkedAt").asText())).isBetween(before, time.now());
    }

    @Test
    void tellsTheConditionsOfTheLicense() {
        Case acme = cases.referred();
        cases.signs(acme, "oncd", CONCUR);
        cases.signs(
                acme,
                "ostp",
                Map.of("vote", "concur-with-conditions", "reasons", "With care.", "conditions", "Logs are kept."));
        cases.signs(acme, "commerce", CONCUR);
        staff.complete("commerce.director", cases.task(acme, "countersign"), APPROVE);

        JsonNode condition = cases.greenLight(acme).get("conditions").get(0);
        assertThat(condition.get("agency").asText()).isEqualTo("ostp");
        assertThat(condition.get("text").asText()).isEqualTo("Logs are kept.");
    }

    @Test
    void isGreenForForeignPersonsOnlyWhenTheLicenseCoversThem() {
        Case covered = cases.approved();
        assertThat(greenFor(covered, "&foreignPerson=true")).isTrue();
        assertThat(greenFor(covered, "&foreignPerson=false")).isTrue();

        Case notCovered = approvedWithoutForeignPersons();
        requireRed(
                light("releaseId=aurora-6&customerId=" + notCovered.customerId() + "&foreignPerson=true"),
                "foreign-persons-not-covered");
        assertThat(greenFor(notCovered, "&foreignPerson=false")).isTrue();
        assertThat(greenFor(notCovered, "")).isTrue();
    }

    @Test
    void isRedForAnotherLabThatAsksForOurs() {
        Case acme = cases.approved();

        JsonNode light = api.get(LabApi.BOREALIS, LIGHTS + "?releaseId=aurora-6&customerId=" + acme.customerId())
                .json();
        requireRed(light, "unknown-release");
    }

    @Test
    void answersForManyCustomersInTheOrderAsked() {
        Case acme = cases.approved();
        String body = "{\"releaseId\":\"aurora-6\",\"customerIds\":[\"nobody\",\"%s\",\"nobody\"]}"
                .formatted(acme.customerId());

        Answer answer = api.post(LabApi.AURORA, LIGHTS + ":batch", body);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("items").findValuesAsText("customerId"))
                .containsExactly("nobody", acme.customerId(), "nobody");
        assertThat(answer.json().get("items").findValuesAsText("green")).containsExactly("false", "true", "false");
    }

    @Test
    void answersForTheUsersAskedForAlsoForManyCustomers() {
        Case notCovered = approvedWithoutForeignPersons();
        String body = "{\"releaseId\":\"aurora-6\",\"customerIds\":[\"%s\"]}".formatted(notCovered.customerId());

        assertThat(firstOf(LIGHTS + ":batch?foreignPerson=true", body)).isEqualTo("foreign-persons-not-covered");
        assertThat(firstOf(LIGHTS + ":batch?foreignPerson=false", body)).isEqualTo("licensed");
        assertThat(firstOf(LIGHTS + ":batch", body)).isEqualTo("licensed");
        assertThat(api.post(LabApi.AURORA, LIGHTS + ":batch?foreignPerson=yes", body)
                        .status())
                .isEqualTo(400);
    }

    private String firstOf(String path, String body) {
        return api.post(LabApi.AURORA, path, body).json().at("/items/0/reason").asText();
    }

    @Test
    void goesOutByItselfWhenTheLicenseEnds() {
        Case acme = cases.approved();
        Instant until = Instant.parse(cases.greenLight(acme).get("until").asText());
        assertThat(Duration.between(time.now(), until)).isLessThan(Duration.ofDays(366));

        time.advance(Duration.ofDays(366));

        requireRed(cases.greenLight(acme), "license-expired");
    }

    @ParameterizedTest
    @CsvSource({
        "customerId=acme, releaseId",
        "releaseId=aurora-6, customerId",
        "releaseId=&customerId=acme, releaseId",
        "releaseId=aurora-6&customerId=%20, customerId",
        "releaseId=aurora-6&customerId=%00, customerId",
        "releaseId=%00&customerId=acme, releaseId",
        "releaseId=aurora-6&customerId=acme&foreignPerson=maybe, foreignPerson",
        "releaseId=aurora-6&customerId=acme&foreignPerson=1, foreignPerson",
        "releaseId=aurora-6&customerId=acme&foreignPerson=TRUE, foreignPerson",
        "releaseId=aurora-6&customerId=acme&foreignPerson=, foreignPerson",
        "releaseId=aurora-6&customerId=acme&foreignPerson=true&foreignPerson=false, foreignPerson"
    })
    void namesTheParameterThatIsMissingOrOdd(String query, String field) {
        api.bearer(LabApi.AURORA);
        Answer answer = new NoTrace(db).of(() -> api.get(LabApi.AURORA, LIGHTS + "?" + query));

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().get("errors").findValuesAsText("field")).containsExactly(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"customerIds\":[\"acme\"]}",
                "{\"releaseId\":\"aurora-6\"}",
                "{\"releaseId\":\"aurora-6\",\"customerIds\":[]}",
                "{\"releaseId\":\"aurora-6\",\"customerIds\":[null]}",
                "{\"releaseId\":\"aurora-6\",\"customerIds\":[\"\"]}",
                "{\"releaseId\":\"aurora-6\",\"customerIds\":[1]}",
                "{\"releaseId\":\"aurora-6\",\"customerIds\":\"acme\"}",
                "{\"releaseId\":\"aurora-6\",\"customerIds\":[\"\\u0000\"]}",
                "{\"releaseId\":\"aurora-6\",\"customerIds\":[\"acme\"],\"foreignPerson\":true}"
            })
    void refusesABadQuestionForMany(String body) {
        api.bearer(LabApi.AURORA);
        Answer answer = new NoTrace(db).of(() -> api.post(LabApi.AURORA, LIGHTS + ":batch", body));

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().get("errors")).isNotEmpty();
    }

    @Test
    void answersForAThousandCustomersAtMost() {
        assertThat(api.post(LabApi.AURORA, LIGHTS + ":batch", questions(1_000))
                        .json()
                        .get("items"))
                .hasSize(1_000);
        assertThat(api.post(LabApi.AURORA, LIGHTS + ":batch", questions(1_001)).status())
                .isEqualTo(422);
    }

    private static String questions(int count) {
        return "{\"releaseId\":\"aurora-6\",\"customerIds\":[" + "\"c\",".repeat(count - 1) + "\"c\"]}";
    }

    private Case approvedWithoutForeignPersons() {
        String customer = "acme-" + UUID.randomUUID();
        Case acme = cases.received(customer, Submissions.with(body -> {
            body.withObject("/customer").put("customerId", customer);
            body.withObject("/useCase/population").put("foreignPersons", false);
        }));
        staff.complete("intake.officer", cases.task(acme, "checkCompleteness"), REFER);
        for (String agency : new String[] {"oncd", "ostp", "commerce"}) {
            cases.signs(acme, agency, CONCUR);
        }
        staff.complete("commerce.director", cases.task(acme, "countersign"), APPROVE);
        return acme;
    }

    private boolean greenFor(Case of, String more) {
        return light("releaseId=aurora-6&customerId=" + of.customerId() + more)
                .get("green")
                .asBoolean();
    }

    private JsonNode light(String query) {
        Answer answer = api.get(LabApi.AURORA, LIGHTS + "?" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static void requireRed(JsonNode light, String reason) {
        assertThat(light.get("green").asBoolean()).isFalse();
        assertThat(light.get("reason").asText()).isEqualTo(reason);
        assertThat(light.has("licenseId")).isFalse();
        assertThat(light.has("until")).isFalse();
        assertThat(light.get("conditions")).isEmpty();
        assertThat(light.has("checkedAt")).isTrue();
    }
}
