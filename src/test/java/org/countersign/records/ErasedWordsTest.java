package org.countersign.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.records.RecordsDesk.OFFICER;
import static org.countersign.records.RecordsDesk.SECOND;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is removed of a person is what was written of the person, wherever that is, and nothing else. */
@CountersignTest
class ErasedWordsTest {

    private static final String EMAIL = "software@acme.example";

    private static final ObjectMapper JSON = new ObjectMapper();

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private LabApi api;

    @Autowired
    private JdbcClient db;

    private LabApi.Answer removes(Case of, String ground) {
        var desk = new RecordsDesk(api);
        LabApi.Answer asked = desk.posts(
                OFFICER,
                "/cases/" + of.reference() + "/erasures",
                Map.of("party", "signatory", "ground", ground, "authority", "Request 2026-4"));
        assertThat(asked.status()).as(asked.body()).isEqualTo(201);
        String request = asked.json().get("id").asText();
        return desk.posts(SECOND, "/erasures/" + request + "/decision", Map.of("approved", true, "note", ""));
    }

    /** Names that are words of our own forms and tables, or parts of others. */
    @ParameterizedTest
    @ValueSource(strings = {"Customer", "Concur", "Software", "US", "Ed", "removed", "A.*", "Ünal (\\y)", "李明"})
    void removesNamesThatMeanSomethingElseElsewhere(String name) throws IOException {
        String customer = "erased-" + System.nanoTime();
        Case acme = cases.received(customer, Submissions.with(body -> {
            body.withObject("/customer").put("customerId", customer);
            body.withObject("/customer/signatory").put("name", name).put("email", EMAIL);
            body.withObject("/useCase").put("summary", "Reviewed by " + name + ", and editing");
        }));
        staff.complete("intake.officer", cases.task(acme, "checkCompleteness"), TestCases.REFER);
        cases.signs(acme, "oncd", Map.of("vote", "concur", "reasons", "Nothing against " + name + "."));
        assertThat(cases.withdraws(acme).status()).isLessThan(300);

        LabApi.Answer done = removes(acme, "gdpr-17");

        assertThat(done.status()).as(done.body()).isEqualTo(200);
        JsonNode seen =
                api.get(LabApi.AURORA, "/api/v1/applications/" + acme.id()).json();
        assertThat(seen.at("/status").asText()).isEqualTo("withdrawn");
        JsonNode left = JSON.readTree(db.sql("SELECT submission::text FROM application WHERE id = ?")
                .param(acme.id())
                .query(String.class)
                .single());
        assertThat(left.at("/customer/signatory/name").asText()).startsWith("[removed on");
        assertThat(left.at("/useCase/summary").asText())
                .startsWith("Reviewed by [removed on")
                .endsWith(", and editing");
        assertThat(left.at("/useCase/domain").asText()).isEqualTo("software-engineering");
        assertThat(left.at("/customer/country").asText()).isEqualTo("US");
        assertThat(left.at("/customer/customerId").asText()).isEqualTo(customer);
        assertThat(left.at("/customer/signatory/email").asText()).isEqualTo("removed@removed.invalid");
        assertThat(db.sql("SELECT vote || ' ' || reasons FROM vote v JOIN sign_off s ON s.id = sign_off_id "
                                + "WHERE application_id = ?")
                        .param(acme.id())
                        .query(String.class)
                        .list())
                .allSatisfy(vote -> assertThat(vote).startsWith("concur Nothing against [removed on"));
        for (String page : List.of("/cases", "/cases/" + acme.reference())) {
            assertThat(Visitor.signedIn(api, "intake.officer").get(page).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void removesThePersonFromWhatALicenseIsBoundTo() {
        Case acme = cases.referred();
        cases.signs(
                acme,
                "ostp",
                Map.of(
                        "vote",
                        "concur-with-conditions",
                        "reasons",
                        "Safe then.",
                        "conditions",
                        "Jane Doe keeps the logs."));
        List.of("oncd", "commerce").forEach(agency -> cases.signs(acme, agency, TestCases.CONCUR));
        staff.complete("commerce.director", cases.task(acme, "countersign"), TestCases.APPROVE);
        String license = cases.asTheLabSeesIt(acme).get("licenseId").asText();

        LabApi.Answer done = removes(acme, "court-order");

        assertThat(done.status()).as(done.body()).isEqualTo(200);
        assertThat(db.sql("SELECT text FROM license_condition WHERE license_id = ?")
                        .param(license)
                        .query(String.class)
                        .list())
                .singleElement()
                .satisfies(text -> assertThat(text).startsWith("[removed on").endsWith("by law] keeps the logs."));
        assertThat(cases.status(acme)).isEqualTo("approved-with-conditions");
        assertThatThrownBy(() -> db.sql("UPDATE license_condition SET release_reasons = 'x' WHERE license_id = ?")
                        .param(license)
                        .update())
                .rootCause()
                .hasMessageContaining("released once");
    }
}
