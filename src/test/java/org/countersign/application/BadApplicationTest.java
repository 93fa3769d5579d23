package org.countersign.application;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.NoTrace;
import org.countersign.testing.Submissions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A bad application is refused with the right status and the field at fault, and leaves no trace. */
@CountersignTest
class BadApplicationTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> REQUIRED = List.of(
            "releaseId",
            "customer",
            "customer.customerId",
            "customer.legalName",
            "customer.country",
            "customer.signatory",
            "customer.signatory.name",
            "customer.signatory.title",
            "customer.signatory.email",
            "customer.ultimateParent.legalName",
            "customer.ultimateParent.country",
            "customer.beneficialOwners[0].name",
            "customer.beneficialOwners[0].country",
            "customer.beneficialOwners[0].percent",
            "useCase",
            "useCase.domain",
            "useCase.summary",
            "useCase.description",
            "useCase.accessMode",
            "useCase.population",
            "useCase.population.users",
            "useCase.population.foreignPersons",
            "useCase.population.countries");

    @Autowired
    private LabApi api;

    @Autowired
    private JdbcClient db;

    /** A field with what is wrong about it. */
    record Bad(String claim, String field, String body) {
        @Override
        public String toString() {
            return claim;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"withoutAField", "withNull", "ofAnotherType", "ofAnotherLength", "ofOddCharacters", "ofOtherValues"})
    void refusesTheField(Bad bad) {
        var answer = new NoTrace(db).of(() -> send(BodyPublishers.ofString(bad.body())));

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("status").asInt()).isEqualTo(422);
        assertThat(answer.json().get("errors").findValuesAsText("field"))
                .as(answer.body())
                .contains(bad.field());
        assertThat(answer.json().get("errors").findValuesAsText("message")).noneMatch(String::isBlank);
    }

    static Stream<Bad> withoutAField() {
        return REQUIRED.stream().map(path -> new Bad("without " + path, path, changed(path, null)));
    }

    static Stream<Bad> withNull() {
        return REQUIRED.stream().map(path -> new Bad("null for " + path, path, changed(path, "null")));
    }

    static Stream<Bad> ofAnotherType() {
        return Stream.of(
                bad("a number for a text", "customer.legalName", "7"),
                bad("true for a text", "useCase.summary", "true"),
                bad("a list for a text", "useCase.description", "[\"" + "a".repeat(120) + "\"]"),
                bad("a text for a number", "customer.employees", "\"12\""),
                bad("a text for a share", "customer.beneficialOwners[0].percent", "\"60\""),
                bad("an empty text for a share", "customer.beneficialOwners[0].percent", "\"\""),
                bad("a text for a boolean", "useCase.population.foreignPersons", "\"true\""),
                bad("a number for a boolean", "useCase.population.foreignPersons", "1"),
                bad("an empty text for a boolean", "useCase.population.foreignPersons", "\"\""),
                bad("a fraction for a whole number", "useCase.population.users", "50.5"),
                bad("a whole number written as a fraction", "useCase.population.users", "50.0"),
                bad("a boolean for a number", "useCase.population.users", "true"),
                bad("a text for an object", "customer", "\"acme\""),
                bad("a list for an object", "useCase.population", "[]"),
                bad("an object for a list", "customer.beneficialOwners", "{}"),
                bad("a text for a list", "safeguards", "\"kyc\""),
                bad("a number in a list of words", "safeguards[0]", "1"),
                bad("null in a list of owners", "customer.beneficialOwners[0]", "null"),
                bad("null in a list of countries", "useCase.population.countries[1]", "null"));
    }

    static Stream<Bad> ofAnotherLength() {
        String many = String.join(",", Collections.nCopies(300, "\"US\""));
        String owner = "{\"name\":\"A\",\"country\":\"US\",\"percent\":0.1}";
        return Stream.of(
                bad("a description of 99 characters", "useCase.description", quoted("a".repeat(99))),
                bad("a description of 10,001 characters", "useCase.description", quoted("a".repeat(10_001))),
                bad(
                        "a description of 100 characters that are mostly blank",
                        "useCase.description",
                        quoted("a" + " ".repeat(200))),
                bad("a blank name", "customer.legalName", "\"   \""),
                bad("a name of no-break spaces", "customer.legalName", "\"\\u00a0\\u2003\\u3000\""),
                bad("a name of joiners nobody can see", "customer.legalName", "\"\\u200d\\u200b\\ufeff\""),
                bad("an empty summary", "useCase.summary", "\"\""),
                bad("a name of 201 characters", "customer.legalName", quoted("a".repeat(201))),
                bad("a summary of 301 characters", "useCase.summary", quoted("a".repeat(301))),
                bad("a release id of 101 characters", "releaseId", quoted("a".repeat(101))),
                bad("a customer id of 101 characters", "customer.customerId", quoted("a".repeat(101))),
                bad("an empty customer id", "customer.customerId", "\"\""),
                bad("an email of 300 characters", "customer.signatory.email", quoted("a@" + "b".repeat(298))),
                bad("no country of use at all", "useCase.population.countries", "[]"),
                bad("300 countries of use", "useCase.population.countries", "[" + many + "]"),
                bad(
                        "101 owners",
                        "customer.beneficialOwners",
                        "[" + String.join(",", Collections.nCopies(101, owner)) + "]"),
                bad("thousands of wrong safeguards", "safeguards", "[" + "\"x\",".repeat(20_000) + "\"x\"]"));
    }

    static Stream<Bad> ofOddCharacters() {
        return Stream.of(
                bad("NUL in a name", "customer.legalName", "\"Ac\\u0000me\""),
                bad("NUL in a release id", "releaseId", "\"aurora-6\\u0000\""),
                bad("an escape sequence in a name", "customer.signatory.name", "\"\\u001b[2J\""),
                bad("a right-to-left override in a name", "customer.legalName", "\"Acme \\u202e emca\""),
                bad("a direction isolate in a summary", "useCase.summary", "\"a \\u2066 b\""),
                bad("half a surrogate pair in a name", "customer.legalName", "\"\\ud800\""),
                bad("surrogates the wrong way round", "customer.legalName", "\"\\udc00\\ud800\""),
                bad("a character of nobody's alphabet", "customer.legalName", "\"\\ue000\""),
                bad("a name with a line of its own", "customer.legalName", "\"Acme\\nYour case is approved.\""),
                bad("a name with a line separator", "customer.legalName", "\"Acme\\u2028Inc\""),
                bad(
                        "a line break in an email",
                        "customer.signatory.email",
                        "\"a@acme.example\\r\\nBcc: b@acme.example\""),
                bad("a slash in a customer id", "customer.customerId", "\"../acme\""),
                bad("a blank in a customer id", "customer.customerId", "\"ac me\""));
    }

    static Stream<Bad> ofOtherValues() {
        return Stream.of(
                bad("a release nobody has", "releaseId", "\"aurora-99\""),
                bad("an exempt release", "releaseId", "\"aurora-5\""),
                bad("another lab's release", "releaseId", "\"borealis-3\""),
                bad("a country that is none", "customer.country", "\"XX\""),
                bad("a country in lower case", "customer.country", "\"us\""),
                bad("a country of three letters", "customer.ultimateParent.country", "\"USA\""),
                bad("an owner's country that is none", "customer.beneficialOwners[0].country", "\"ZZ\""),
                bad("a country of use that is none", "useCase.population.countries[1]", "\"Q1\""),
                bad("a country of use twice", "useCase.population.countries", "[\"US\",\"IN\",\"US\"]"),
                bad("an email without an at sign", "customer.signatory.email", "\"jane.acme.example\""),
                bad("a list of emails", "customer.signatory.email", "\"a@acme.example,b@acme.example\""),
                bad("a website of another scheme", "customer.website", "\"javascript:alert(1)\""),
                bad("a negative number of employees", "customer.employees", "-1"),
                bad("more employees than people", "customer.employees", "99999999999999999999"),
                bad("zero users", "useCase.population.users", "0"),
                bad("a negative number of users", "useCase.population.users", "-50"),
                bad("two thousand million users", "useCase.population.users", "2000000000"),
                bad("a share of zero", "customer.beneficialOwners[0].percent", "0"),
                bad("a share below zero", "customer.beneficialOwners[0].percent", "-0.5"),
                bad("a share over 100", "customer.beneficialOwners[0].percent", "100.01"),
                bad("a share of more than can be told", "customer.beneficialOwners[0].percent", "1e999999"),
                bad("a share of less than can be stored", "customer.beneficialOwners[0].percent", "1e-20000"),
                bad("a domain of nobody's list", "useCase.domain", "\"gardening\""),
                bad("a domain in capitals", "useCase.domain", "\"Research\""),
                bad("an access mode of nobody's list", "useCase.accessMode", "\"telepathy\""),
                bad("a safeguard of nobody's list", "safeguards[0]", "\"crossed-fingers\""),
                bad("a safeguard twice", "safeguards", "[\"kyc\",\"kyc\"]"),
                bad("a field of nobody's list", "discount", "true"),
                bad("a field of nobody's list, deep inside", "customer.signatory.nickname", "\"J\""));
    }

    /** A body as a whole, with the status it deserves. */
    record Body(String claim, int status, BodyPublisher bytes) {
        @Override
        public String toString() {
            return claim;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refusesTheBody(Body body) {
        var answer = new NoTrace(db).of(() -> send(body.bytes()));

        assertThat(answer.status()).as(answer.body()).isEqualTo(body.status());
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("errors").findValuesAsText("field")).containsExactly("body");
    }

    static Stream<Body> refusesTheBody() {
        String good = Submissions.acme().strip();
        byte[] large = new byte[5 * 1024 * 1024];
        java.util.Arrays.fill(large, (byte) ' ');
        return Stream.of(
                new Body("no body", 400, BodyPublishers.noBody()),
                body("a list", "[]"),
                body("null", "null"),
                body("a text", "\"application\""),
                body("a number", "1"),
                body("blanks", "   "),
                body("broken JSON", "{releaseId: 'aurora-6'}"),
                body("truncated JSON", good.substring(0, good.length() - 1)),
                body("JSON truncated in a text", good.substring(0, 40)),
                body("two documents", good + good),
                body("trailing garbage", good + "x"),
                body("a comment", "/* hello */" + good),
                body("the same member twice", good.replaceFirst("\\{", "{\"releaseId\":\"aurora-5\",")),
                body("the same member twice inside", good.replaceFirst("\"title\"", "\"name\":\"Eve\",\"title\"")),
                body("no number", good.replace("\"users\":50", "\"users\":NaN")),
                body("a line break inside a text", good.replace("Acme Robotics", "Acme\nRobotics")),
                body("100,000 lists in each other", "[".repeat(100_000)),
                body("lists in each other for a member", "{\"customer\":{\"x\":" + "[".repeat(100_000)),
                body("XML", "<application><releaseId>aurora-6</releaseId></application>"),
                body("half a surrogate pair as a member", "{\"\\ud800\":1}"),
                body("a number of 5,000 digits", good.replace("\"percent\":60", "\"percent\":" + "6".repeat(5_000))),
                new Body("no UTF-8", 400, BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xff, '"'})),
                new Body("overlong UTF-8", 400, BodyPublishers.ofByteArray(overlong(good))),
                new Body("no UTF-32", 400, BodyPublishers.ofByteArray(new byte[] {0, 0, (byte) 0xfe, (byte) 0xff, 127, 1
                })),
                new Body("UTF-16", 400, BodyPublishers.ofString(good, java.nio.charset.StandardCharsets.UTF_16)),
                new Body("5 MB that are announced", 413, BodyPublishers.ofByteArray(large)),
                new Body(
                        "5 MB that are not announced",
                        413,
                        BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large))));
    }

    private LabApi.Answer send(BodyPublisher body) {
        return api.send(api.request("/api/v1/applications")
                .header("Authorization", api.bearer(LabApi.AURORA))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(body));
    }

    private static Body body(String claim, String text) {
        return new Body(claim, 400, BodyPublishers.ofString(text, UTF_8));
    }

    private static Bad bad(String claim, String field, String json) {
        return new Bad(claim, field, changed(field, json));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    /** A slash hidden in two bytes, as no encoder writes it. */
    private static byte[] overlong(String good) {
        byte[] bytes = good.getBytes(UTF_8);
        bytes[good.indexOf("Acme")] = (byte) 0xc0;
        bytes[good.indexOf("Acme") + 1] = (byte) 0xaf;
        return bytes;
    }

    /** A good application with the given JSON, as it is written, at the given path; without the member for null. */
    private static String changed(String path, String json) {
        try {
            ObjectNode body = (ObjectNode) JSON.readTree(Submissions.acme());
            var pointer = JsonPointer.compile("/" + path.replace("]", "").replaceAll("[.\\[]", "/"));
            JsonNode parent = body.at(pointer.head());
            String member = pointer.last().getMatchingProperty();
            if (parent instanceof ArrayNode list) {
                list.set(
                        pointer.last().getMatchingIndex(), JSON.getNodeFactory().rawValueNode(new RawValue(json)));
            } else if (json == null) {
                ((ObjectNode) parent).remove(member);
            } else {
                ((ObjectNode) parent).putRawValue(member, new RawValue(json));
            }
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
