package org.countersign.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.testing.TestCases.REFER;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.Staff;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Applying, reading one's applications, and saying the same thing twice. */
@CountersignTest
class ApplicationApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private JdbcClient db;

    private final String customer = "acme-" + UUID.randomUUID();
    private final String key = UUID.randomUUID().toString();

    @Test
    void receivesAnApplication() {
        Answer answer = api.apply(LabApi.AURORA, Submissions.acmeNamed(customer));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("id", "reference", "status", "trackingUrl");
        String id = answer.json().get("id").asText();
        String reference = answer.json().get("reference").asText();
        assertThat(answer.header("Location")).isEqualTo("/api/v1/applications/" + id);
        assertThat(reference).matches("CS-\\d{4}-\\d{6}");
        assertThat(answer.json().get("status").asText()).isEqualTo("received");
        assertThat(answer.json().get("trackingUrl").asText())
                .matches("http://localhost:\\d+/track/" + reference + "\\?key=[\\w-]{22}");
    }

    @Test
    void showsOneApplicationAsItWasFiled() {
        Case acme = cases.received(customer, Submissions.acmeNamed(customer));

        JsonNode seen = cases.asTheLabSeesIt(acme);
        assertThat(seen.get("reference").asText()).isEqualTo(acme.reference());
        assertThat(seen.get("status").asText()).isEqualTo("received");
        assertThat(seen.get("releaseId").asText()).isEqualTo("aurora-6");
        assertThat(seen.at("/customer/customerId").asText()).isEqualTo(customer);
        assertThat(seen.at("/customer/beneficialOwners/0/percent").asInt()).isEqualTo(60);
        assertThat(seen.at("/clock/countedDays").isIntegralNumber()).isTrue();
        assertThat(seen.at("/clock/running").isArray()).isTrue();
        assertThat(seen.get("openRequests").isArray()).isTrue();
        assertThat(seen.get("timeline").findValuesAsText("event"))
                .containsExactly("application-received", "parties-screened");
        assertThat(seen.has("decision")).isFalse();
        assertThat(seen.has("licenseId")).isFalse();
    }

    @Test
    void keepsEveryLetterOfAName() {
        String name = "Łódź & Søn <b>GmbH</b> 株式会社 عربي 🦄 O'Neil";
        Case acme = cases.received(customer, Submissions.with(body -> body.withObject("/customer")
                .put("customerId", customer)
                .put("legalName", name)));

        assertThat(cases.asTheLabSeesIt(acme).at("/customer/legalName").asText())
                .isEqualTo(name);
    }

    @Test
    void hidesAnApplicationFromOtherLabs() {
        Case acme = cases.received();

        Answer other = api.get(LabApi.BOREALIS, "/api/v1/applications/" + acme.id());
        Answer none = api.get(LabApi.BOREALIS, "/api/v1/applications/" + UUID.randomUUID());
        assertThat(other.status()).isEqualTo(404);
        assertThat(other.json().get("detail")).isEqualTo(none.json().get("detail"));
        assertThat(all(LabApi.BOREALIS, 100, ""))
                .extracting(item -> item.get("id").asText())
                .doesNotContain(acme.id());
        assertThat(all(LabApi.AURORA, 100, ""))
                .extracting(item -> item.get("id").asText())
                .containsOnlyOnce(acme.id());
    }

    @Test
    void listsApplicationsPageByPageInTheOrderOfTheirArrival() {
        List<String> filed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            filed.add(api.apply(LabApi.BOREALIS, ofBorealis(customer))
                    .json()
                    .get("reference")
                    .asText());
        }

        List<String> listed = all(LabApi.BOREALIS, 2, "").stream()
                .map(item -> item.get("reference").asText())
                .toList();
        assertThat(listed).doesNotHaveDuplicates().endsWith(filed.toArray(String[]::new));
    }

    @Test
    void listsApplicationsOfOneStatus() {
        Case received = cases.received();
        Case returned = cases.received();
        staff.complete(
                "intake.officer",
                cases.task(returned, "checkCompleteness"),
                Map.of("outcome", "return", "note", "Who owns the rest?"));

        List<JsonNode> listed = all(LabApi.AURORA, 100, "&status=returned");
        assertThat(listed).extracting(item -> item.get("status").asText()).containsOnly("returned");
        assertThat(listed)
                .extracting(item -> item.get("id").asText())
                .contains(returned.id())
                .doesNotContain(received.id());
    }

    @Test
    void givesTheSameAnswerToTheSameRequest() {
        Answer first = api.apply(LabApi.AURORA, key, Submissions.acmeNamed(customer));
        Answer second = api.apply(LabApi.AURORA, key, Submissions.acmeNamed(customer));

        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(rowsOfCustomer()).isEqualTo(1);
    }

    @Test
    void givesTheFirstAnswerEvenWhenTheCaseHasMovedOn() {
        Answer first = api.apply(LabApi.AURORA, key, Submissions.acmeNamed(customer));
        var acme = new Case(
                first.json().get("id").asText(), first.json().get("reference").asText(), customer, "");
        staff.complete("intake.officer", cases.task(acme, "checkCompleteness"), REFER);

        assertThat(api.apply(LabApi.AURORA, key, Submissions.acmeNamed(customer))
                        .body())
                .isEqualTo(first.body());
    }

    @Test
    void filesOnceWhenEightSendTheSameRequestAtOnce() throws Exception {
        String body = Submissions.acmeNamed(customer);
        ExecutorService senders = Executors.newFixedThreadPool(8);
        try {
            Callable<String> sender = () -> api.apply(LabApi.AURORA, key, body).body();
            List<Future<String>> answers = senders.invokeAll(Collections.nCopies(8, sender));
            List<String> bodies = new ArrayList<>();
            for (Future<String> answer : answers) {
                bodies.add(answer.get());
            }
            assertThat(bodies).containsOnly(bodies.get(0));
            assertThat(bodies.get(0)).contains("CS-");
        } finally {
            senders.shutdown();
        }
        assertThat(rowsOfCustomer()).isEqualTo(1);
    }

    @Test
    void refusesAKeyThatWasUsedForSomethingElse() {
        api.apply(LabApi.AURORA, key, Submissions.acmeNamed(customer));

        Answer answer = api.apply(LabApi.AURORA, key, Submissions.acmeNamed("other-" + customer));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("Idempotency-Key");
        assertThat(rowsOfCustomer()).isEqualTo(1);
    }

    @Test
    void takesWhiteSpaceAndTheOrderOfMembersForTheSameRequest() throws Exception {
        String body = Submissions.acmeNamed(customer);
        Answer first = api.apply(LabApi.AURORA, key, body);

        JsonNode reversed = reversed(JSON.readTree(body));
        Answer second = api.apply(
                LabApi.AURORA, key, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(reversed));
        assertThat(second.body()).isEqualTo(first.body());
    }

    @Test
    void keepsTheKeysOfLabsApart() {
        Answer aurora = api.apply(LabApi.AURORA, key, Submissions.acmeNamed(customer));
        Answer borealis = api.apply(LabApi.BOREALIS, key, ofBorealis(customer));

        assertThat(borealis.status()).isEqualTo(201);
        assertThat(borealis.json().get("id")).isNotEqualTo(aurora.json().get("id"));
    }

    @Test
    void leavesAKeyFreeWhenTheRequestWasRefused() {
        assertThat(api.apply(LabApi.AURORA, key, Submissions.with(body -> body.put("releaseId", "aurora-99")))
                        .status())
                .isEqualTo(422);

        assertThat(api.apply(LabApi.AURORA, key, Submissions.acmeNamed(customer))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void wantsAnIdempotencyKey() {
        Answer answer = api.post(LabApi.AURORA, "/api/v1/applications", Submissions.acmeNamed(customer));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("Idempotency-Key");
        assertThat(rowsOfCustomer()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "two words", "LONG"})
    void refusesAnOddIdempotencyKey(String odd) {
        Answer answer = api.send(api.request("/api/v1/applications")
                .header("Authorization", api.bearer(LabApi.AURORA))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", odd.equals("LONG") ? "k".repeat(256) : odd)
                .POST(BodyPublishers.ofString(Submissions.acmeNamed(customer))));

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("Idempotency-Key");
        assertThat(rowsOfCustomer()).isZero();
    }

    private long rowsOfCustomer() {
        return db.sql("SELECT count(*) FROM application WHERE customer_id = ?")
                .param(customer)
                .query(Long.class)
                .single();
    }

    /** Every item of the list, walked page by page. */
    private List<JsonNode> all(String lab, int limit, String filter) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            LabApi.Answer answer = api.get(lab, "/api/v1/applications?limit=" + limit + filter + cursor);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            JsonNode page = answer.json();
            assertThat(page.get("items").size()).isBetween(0, limit);
            page.get("items").forEach(items::add);
            cursor = page.hasNonNull("nextCursor")
                    ? "&cursor=" + page.get("nextCursor").asText()
                    : null;
        } while (cursor != null);
        return items;
    }

    private static String ofBorealis(String customerId) {
        return Submissions.with(body -> {
            body.put("releaseId", "borealis-3");
            body.withObject("/customer").put("customerId", customerId);
        });
    }

    private static JsonNode reversed(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        Collections.reverse(names);
        ObjectNode turned = JSON.createObjectNode();
        names.forEach(name -> turned.set(name, reversed(object.get(name))));
        return turned;
    }
}
