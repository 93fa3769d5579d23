package org.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.countersign.testing.Parts;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What labs and staff do about audits over HTTP. */
@CountersignTest
class AuditApiTest {

    @Autowired
    private AutowireCapableBeanFactory beans;

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private LabApi api;

    @Autowired
    private JdbcClient db;

    private Case acme;
    private String audit;

    private AuditDesk desk;

    @BeforeEach
    void aLicenseUnderAudit() {
        desk = beans.createBean(AuditDesk.class);
        acme = desk.licensed();
        audit = desk.orders(acme);
    }

    /** Other tests count the members of the group. */
    @AfterEach
    void letGo() {
        staff.identity().deleteUser("auditor.recused");
    }

    private JsonNode seen() {
        Answer answer =
                api.get(LabApi.AURORA, "/api/v1/licenses/" + desk.license(acme).id() + "/audits");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().get("items").get(0);
    }

    private Answer sends(String lab, String body) {
        return api.post(lab, "/api/v1/audits/" + audit + "/evidence", body);
    }

    private Answer sendsFile(String lab, Parts file) {
        return api.send(api.request("/api/v1/audits/" + audit + "/evidence")
                .header("Authorization", api.bearer(lab))
                .header("Content-Type", file.contentType())
                .POST(file.publisher()));
    }

    private Answer asks(String person, String body) {
        return api.staff(person, "POST", "/api/v1/staff/audits/" + audit + "/requests", body);
    }

    private Answer orders(String person, String license, String body) {
        return api.staff(person, "POST", "/api/v1/staff/licenses/" + license + "/audits", body);
    }

    private String question() {
        return "{\"question\":\"Which logs do you keep?\",\"dueOn\":\""
                + desk.today().plusDays(7) + "\"}";
    }

    private static Parts logs() {
        return Parts.file("logs.txt", "text/plain", "one line\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void labsSeeTheirAuditsAndWhatIsAskedAndAnswerIt() {
        Answer asked = asks("auditor.one", question());
        assertThat(asked.status()).as(asked.body()).isEqualTo(201);
        JsonNode request = seen().get("requests").get(0);
        assertThat(request.get("question").asText()).isEqualTo("Which logs do you keep?");
        assertThat(request.get("dueOn").asText()).isEqualTo(desk.today().plusDays(7) + "T23:59:59Z");
        assertThat(cases.notices(acme)).contains("evidence-request");

        Answer sent = sends(
                LabApi.AURORA,
                "{\"requestId\":\"" + request.get("id").asText()
                        + "\",\"text\":\"All of them.\",\"links\":[\"https://aurora.example/logs\"]}");

        assertThat(sent.status()).as(sent.body()).isEqualTo(201);
        JsonNode audit = seen();
        assertThat(audit.get("status").asText()).isEqualTo("open");
        assertThat(audit.get("occasion").asText()).isEqualTo("ordered");
        assertThat(audit.at("/sample/seed").asText()).hasSize(64);
        assertThat(audit.at("/evidence/0/text").asText()).isEqualTo("All of them.");
        assertThat(audit.toString()).doesNotContain("auditor.one");
        assertThat(cases.timeline(acme)).contains("evidence-requested", "evidence-received");
    }

    @Test
    void showsTheApplicantWhatIsAsked() {
        asks("auditor.one", question());
        Answer page = api.anonymous("GET", acme.trackingPath(), request -> {});
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("Which logs do you keep?").doesNotContain("auditor.one");
    }

    @Test
    void keepsAFileOnceHoweverOftenItIsSent() {
        Answer first = sendsFile(LabApi.AURORA, logs());
        assertThat(first.status()).as(first.body()).isEqualTo(201);
        Answer second = sendsFile(LabApi.AURORA, logs());
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(seen().get("evidence")).hasSize(1);
        assertThat(api.get(
                                LabApi.AURORA,
                                "/api/v1/documents/"
                                        + first.json().get("documentId").asText())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void knowsNothingOfAnotherLabsAudits() {
        NoTrace nothing = new NoTrace(db);
        assertThat(nothing.of(() -> sends(LabApi.BOREALIS, "{\"text\":\"Ours.\"}"))
                        .status())
                .isEqualTo(404);
        assertThat(nothing.of(() -> sendsFile(LabApi.BOREALIS, logs())).status())
                .isEqualTo(404);
        assertThat(nothing.of(() -> api.get(
                                LabApi.BOREALIS,
                                "/api/v1/licenses/" + desk.license(acme).id() + "/audits"))
                        .status())
                .isEqualTo(404);
        assertThat(api.post(LabApi.AURORA, "/api/v1/audits/nowhere/evidence", "{\"text\":\"So.\"}")
                        .status())
                .isEqualTo(404);
        assertThat(api.post(LabApi.AURORA, "/api/v1/staff/audits/" + audit + "/requests", question())
                        .status())
                .isEqualTo(401);
    }

    @Test
    void takesNothingMoreWhenTheAuditIsClosed() {
        desk.completes("auditor.one", acme, "auditLicense", AuditDesk.PASSED);
        NoTrace nothing = new NoTrace(db);
        assertThat(nothing.of(() -> sends(LabApi.AURORA, "{\"text\":\"Late.\"}"))
                        .status())
                .isEqualTo(409);
        assertThat(nothing.of(() -> sendsFile(LabApi.AURORA, logs())).status()).isEqualTo(409);
        assertThat(nothing.of(() -> asks("auditor.one", question())).status()).isEqualTo(409);
        assertThat(seen().get("status").asText()).isEqualTo("passed");
        assertThat(seen().get("evidence")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"text\":\" \"}",
                "{\"links\":[\"https://a.example\"]}",
                "{\"text\":\"So.\",\"links\":[\"\"]}",
                "{\"text\":\"So.\",\"requestId\":\"nobody-asked\"}",
                "{\"text\":\"So\\u202e.\"}"
            })
    void refusesEvidenceThatSaysNothingOrAnswersNothing(String body) {
        assertThat(new NoTrace(db).of(() -> sends(LabApi.AURORA, body)).status())
                .isIn(400, 422);
        assertThat(seen().get("evidence")).isEmpty();
    }

    @Test
    void refusesAQuestionWithoutADayToCome() {
        NoTrace nothing = new NoTrace(db);
        for (String day : List.of(
                "2027-02-29",
                "2001-01-01",
                "soon",
                "",
                "2099-01-01",
                desk.today().plusDays(7) + "?")) {
            Answer refused =
                    nothing.of(() -> asks("auditor.one", "{\"question\":\"What?\",\"dueOn\":\"" + day + "\"}"));
            assertThat(refused.status()).as(day).isEqualTo(422);
            assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("dueOn");
        }
        assertThat(nothing.of(() -> asks("oncd.director", question())).status()).isEqualTo(403);
        assertThat(api.staff("auditor.one", "POST", "/api/v1/staff/audits/nowhere/requests", question())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void directorsAndAuditorsOrderOneAtATime() {
        Case other = desk.licensed();
        String license = desk.license(other).id();
        NoTrace nothing = new NoTrace(db);
        String why = "{\"reasons\":\"A report of the press.\"}";
        assertThat(nothing.of(() -> orders("oncd.reviewer", license, why)).status())
                .isEqualTo(403);
        assertThat(nothing.of(() -> orders("auditor.one", "nowhere", why)).status())
                .isEqualTo(404);
        assertThat(nothing.of(() -> orders("auditor.one", license, "{\"reasons\":\"\"}"))
                        .status())
                .isEqualTo(422);

        Answer ordered = orders("state.director", license, why);
        assertThat(ordered.status()).as(ordered.body()).isEqualTo(201);
        assertThat(desk.openTasks(other)).containsExactly("auditLicense");
        assertThat(nothing.of(() -> orders("auditor.two", license, why)).status())
                .isEqualTo(409);
        desk.completes("auditor.two", other, "auditLicense", AuditDesk.PASSED);
        assertThat(orders("auditor.two", license, why).status()).isEqualTo(201);

        api.post(LabApi.AURORA, "/api/v1/licenses/" + license + "/surrender", "{}");
        assertThat(nothing.of(() -> orders("auditor.two", license, why)).status())
                .isEqualTo(409);
    }

    @Test
    void ordersOneOfTwoAuditsAskedForAtTheSameMoment() {
        Case other = desk.licensed();
        String license = desk.license(other).id();
        List<Callable<Answer>> both = new ArrayList<>();
        for (String person : List.of("oncd.director", "ostp.director")) {
            both.add(() -> orders(person, license, "{\"reasons\":\"Now.\"}"));
        }
        assertThat(AtOnce.run(both))
                .extracting(outcome -> outcome.value().status())
                .containsExactlyInAnyOrder(201, 409);
        assertThat(desk.openTasks(other)).containsExactly("auditLicense");
    }

    @Test
    void isClosedToWhoHasSteppedBackFromTheCase() {
        staff.hire("auditor.recused", "auditors");
        api.staff(
                "auditor.recused",
                "POST",
                "/api/v1/cases/" + acme.reference() + "/recusal",
                "{\"reasons\":\"I used to work there.\"}");
        assertThat(asks("auditor.recused", question()).status()).isEqualTo(403);
        assertThat(orders("auditor.recused", desk.license(acme).id(), "{\"reasons\":\"Now.\"}")
                        .status())
                .isEqualTo(403);
    }
}
