package org.countersign.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.proposal.ModelerDesk.OWNER;
import static org.countersign.proposal.ModelerDesk.SECOND;
import static org.countersign.proposal.ModelerDesk.both;
import static org.countersign.proposal.ModelerDesk.changed;
import static org.countersign.proposal.ModelerDesk.shipped;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.countersign.journal.Journal;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.countersign.testing.Parts;
import org.countersign.workflow.ModelsInForce;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What Modeler's deploy button meets: a door that keeps what it is given and puts nothing in force. */
@CountersignTest
class ModelerDoorTest {

    @Autowired
    private LabApi api;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private ModelsInForce inForce;

    @Autowired
    private Journal journal;

    @Autowired
    private JdbcClient db;

    @Autowired
    private AutowireCapableBeanFactory beans;

    private ModelerDesk desk;

    @BeforeEach
    void open() {
        desk = beans.createBean(ModelerDesk.class);
    }

    @AfterEach
    void clear() {
        desk.clear();
    }

    private static Map<String, String> fewerDays() {
        return changed("audit-interval.dmn", "<text>180</text>", "<text>150</text>");
    }

    @Test
    void answersWhatModelerAsksFirst() {
        assertThat(api.staff(OWNER, "GET", "/engine-rest/version", null).json().has("version"))
                .isTrue();
        assertThat(api.staff(OWNER, "GET", "/engine-rest/deployment?maxResults=0", null)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void keepsAProposalAndDeploysNothing() {
        long deployments = repository.createDeploymentQuery().count();
        Answer answer = desk.deploys(OWNER, "Audits more often", fewerDays());

        assertThat(answer.status()).isEqualTo(200);
        String id = answer.json().get("id").asText();
        assertThat(id).startsWith("MP-");
        assertThat(answer.json().get("name").asText())
                .isEqualTo(id + " waits for a second process owner: Audits more often");
        assertThat(answer.json().get("source").asText()).isEqualTo("Camunda Modeler");
        assertThat(answer.json().get("deployedProcessDefinitions").isNull()).isTrue();
        assertThat(repository.createDeploymentQuery().count()).isEqualTo(deployments);

        JsonNode seen = desk.look(SECOND, id).json();
        assertThat(seen.get("state").asText()).isEqualTo("waiting");
        assertThat(seen.get("proposedBy").asText()).isEqualTo(OWNER);
        assertThat(seen.at("/files/0/file").asText()).isEqualTo("audit-interval.dmn");
        assertThat(seen.at("/files/0/sha256").asText())
                .isNotEqualTo(seen.at("/files/0/beforeSha256").asText());
        assertThat(seen.at("/files/0/differences").findValuesAsText("id"))
                .containsExactly("interval-moderate", "interval-low-troubled");
        assertThat(seen.at("/files/0/differences/0/details/0/before").asText()).isEqualTo("180");
        assertThat(seen.at("/files/0/differences/0/details/0/after").asText()).isEqualTo("150");
        assertThat(journal.about(id)).singleElement().satisfies(entry -> {
            assertThat(entry.action()).isEqualTo("model-proposed");
            assertThat(entry.actor()).isEqualTo(OWNER);
            assertThat(entry.content())
                    .contains(seen.at("/files/0/sha256").asText())
                    .contains(seen.at("/files/0/beforeSha256").asText());
        });
    }

    @Test
    void tellsTheOtherProcessOwnersAndNotTheProposer() {
        String id = desk.proposes(OWNER, "Audits more often", fewerDays());
        assertThat(db.sql("SELECT recipient FROM notice WHERE proposal_id = ?")
                        .param(id)
                        .query(String.class)
                        .list())
                .contains("process.second@agency.example")
                .doesNotContain("process.owner@agency.example");
    }

    @Test
    void keepsTheSameOnceHoweverOftenItIsSent() {
        String id = desk.proposes(OWNER, "Audits more often", fewerDays());
        assertThat(desk.proposes(OWNER, "Again", fewerDays())).isEqualTo(id);
        assertThat(desk.proposes(SECOND, "Mine", fewerDays())).isEqualTo(id);

        Map<String, String> other = changed("audit-interval.dmn", "<text>180</text>", "<text>140</text>");
        List<AtOnce.Outcome<String>> sent =
                AtOnce.run(Stream.generate(() -> (Callable<String>) () -> desk.proposes(OWNER, "Both buttons", other))
                        .limit(4)
                        .toList());
        assertThat(sent).allMatch(AtOnce.Outcome::succeeded);
        assertThat(sent.stream().map(AtOnce.Outcome::value).distinct()).hasSize(1);
    }

    @Test
    void saysWhenNothingHasChanged() {
        long waiting = waiting();
        Answer answer = desk.deploys(OWNER, "Again", Map.of("audit-interval.dmn", shipped("audit-interval.dmn")));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("name").asText()).startsWith("Nothing has changed");
        assertThat(waiting()).isEqualTo(waiting);
    }

    @Test
    void leavesOutOfAProposalWhatHasNotChanged() {
        String id = desk.proposes(
                OWNER, "One of two", both(fewerDays(), Map.of("risk-band.dmn", shipped("risk-band.dmn"))));
        assertThat(desk.look(OWNER, id).json().get("files")).hasSize(1);
    }

    @Test
    void refusesAModelInTheEnginesOwnShapeWithItsLine() {
        Map<String, String> broken = changed("agency-sign-off.bpmn", "</bpmn:process>", "");
        Answer answer = refused(() -> desk.deploys(OWNER, "Broken", broken));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("type").asText()).isEqualTo("ParseException");
        assertThat(answer.json().get("message").asText())
                .startsWith("ENGINE-09005 Could not parse BPMN process. Errors:")
                .contains("agency-sign-off.bpmn | line ");
        JsonNode error = answer.json()
                .path("details")
                .path("agency-sign-off.bpmn")
                .path("errors")
                .get(0);
        assertThat(error.get("line").asInt()).isGreaterThan(1);
        assertThat(error.has("mainElementId")).isTrue();
    }

    @Test
    void refusesAFlowThatLeadsNowhere() {
        Answer answer = refused(() -> desk.deploys(OWNER, "To nowhere", toNowhere()));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("details").path("agency-sign-off.bpmn").path("errors"))
                .isNotEmpty();
        assertThat(waiting()).isZero();
    }

    @Test
    void asksTheEngineTooAndLeavesNothingBehindThere() {
        long deployments = repository.createDeploymentQuery().count();
        String before = inForce.find("agency-sign-off.bpmn").orElseThrow().sha256();
        byte[] broken = toNowhere().get("agency-sign-off.bpmn").getBytes(StandardCharsets.UTF_8);
        assertThat(inForce.rehearse(Map.of("agency-sign-off.bpmn", broken)))
                .isNotEmpty()
                .allSatisfy(complaint -> {
                    assertThat(complaint.file()).isEqualTo("agency-sign-off.bpmn");
                    assertThat(complaint.line()).isPositive();
                });
        byte[] fine = fewerDays().get("audit-interval.dmn").getBytes(StandardCharsets.UTF_8);
        assertThat(inForce.rehearse(Map.of("audit-interval.dmn", fine))).isEmpty();
        assertThat(repository.createDeploymentQuery().count()).isEqualTo(deployments);
        assertThat(inForce.find("agency-sign-off.bpmn").orElseThrow().sha256()).isEqualTo(before);
    }

    private static Map<String, String> toNowhere() {
        return changed(
                "agency-sign-off.bpmn",
                text -> text.replaceFirst("targetRef=\"[a-zA-Z]+\"", "targetRef=\"nowhereAtAll\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../audit-interval.dmn",
                "a/audit-interval.dmn",
                "audit-interval.DMN",
                "Audit.dmn",
                "script.groovy",
                "audit-interval.dmn.js",
                "x.cmmn",
                ".bpmn"
            })
    void takesModelsUnderTheirPlainNamesOnly(String name) {
        Answer answer = refused(
                () -> desk.deploys(OWNER, "Odd", Map.of(name, fewerDays().get("audit-interval.dmn"))));
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void boundsHowMuchIsSent() {
        Parts many = ModelerDesk.parts("Many", Map.of());
        for (int i = 0; i < 21; i++) {
            String name = "form-" + (char) ('a' + i) + ".form";
            many.and(name, name, "application/octet-stream", "{}".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(refused(() -> desk.send(OWNER, many)).status()).isEqualTo(400);

        Parts large = ModelerDesk.parts("Large", Map.of())
                .and("audit-interval.dmn", "audit-interval.dmn", "text/xml", new byte[1024 * 1024 + 1]);
        assertThat(refused(() -> desk.send(OWNER, large)).status()).isEqualTo(413);

        Parts huge = ModelerDesk.parts("Huge", Map.of())
                .and("audit-interval.dmn", "audit-interval.dmn", "text/xml", new byte[7 * 1024 * 1024]);
        assertThat(refused(() -> desk.send(OWNER, huge)).status()).isEqualTo(413);

        assertThat(refused(() -> desk.send(OWNER, ModelerDesk.parts("None", Map.of())))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void refusesSettingsThatWouldMeanSomething() {
        Parts tenant = ModelerDesk.parts("Theirs", fewerDays()).and("tenant-id", "other");
        assertThat(refused(() -> desk.send(OWNER, tenant)).body()).contains("tenant-id");
        Parts later = ModelerDesk.parts("Later", fewerDays()).and("deployment-activation-time", "2030-01-01T00:00:00");
        assertThat(refused(() -> desk.send(OWNER, later)).status()).isEqualTo(400);
        assertThat(refused(() -> desk.deploys(OWNER, "Turned \u202e round", fewerDays()))
                        .status())
                .isEqualTo(400);
        assertThat(refused(() -> desk.deploys(OWNER, "x".repeat(201), fewerDays()))
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "admin",
                "commerce.director",
                "oncd.reviewer",
                "intake.officer",
                "committee.chair",
                "auditor.one",
                "appeals.judge"
            })
    void isClosedToEverybodyElse(String person) {
        assertThat(refused(() -> desk.deploys(person, "Mine", fewerDays())).status())
                .isEqualTo(403);
    }

    @Test
    void isClosedToLabsAndStrangers() {
        Parts parts = ModelerDesk.parts("Mine", fewerDays());
        for (String credentials :
                List.of(api.bearer(LabApi.AURORA), LabApi.basic(LabApi.AURORA), LabApi.basic("x:y"))) {
            assertThat(api.send(api.request("/engine-rest/deployment/create")
                                    .header("Authorization", credentials)
                                    .header("Content-Type", parts.contentType())
                                    .POST(parts.publisher()))
                            .status())
                    .isEqualTo(401);
        }
        assertThat(api.send(api.request("/engine-rest/deployment/create")
                                .header("Content-Type", parts.contentType())
                                .POST(parts.publisher()))
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null"})
    void takesNothingThatAnotherSiteMakesABrowserSend(String origin) {
        Parts parts = ModelerDesk.parts("Theirs", fewerDays());
        assertThat(refused(() -> api.send(api.request("/engine-rest/deployment/create")
                                .header("Authorization", LabApi.basic(OWNER + ":demo"))
                                .header("Origin", origin)
                                .header("Content-Type", parts.contentType())
                                .POST(parts.publisher())))
                        .status())
                .isEqualTo(403);
    }

    /** However the address is spelt: the engine's own door behind ours stays shut. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/engine-rest/deployment/create/",
                "/engine-rest/deployment/creat%65",
                "/engine-rest/deployment//create",
                "/engine-rest/deployment/create;x=1",
                "/engine-rest/deployment/Create",
                "/engine-rest/engine/default/deployment/create",
                "/engine-rest/./deployment/create",
                "/camunda/api/engine/engine/default/deployment/create"
            })
    void hasNoOtherWayToTheEngine(String path) {
        long deployments = repository.createDeploymentQuery().count();
        Parts parts = ModelerDesk.parts("Sideways", fewerDays());
        Answer answer = api.send(api.request(path)
                .header("Authorization", LabApi.basic(OWNER + ":demo"))
                .header("Content-Type", parts.contentType())
                .POST(parts.publisher()));
        assertThat(answer.status()).isBetween(400, 499);
        assertThat(repository.createDeploymentQuery().count()).isEqualTo(deployments);
        assertThat(waiting()).isZero();
    }

    /** The engine's name for the kind of refusal, which Modeler wants, is no trace of our inside. */
    private Answer refused(Supplier<Answer> request) {
        return new NoTrace(db).of(() -> {
            Answer answer = request.get();
            String body = answer.body().replaceFirst("\"type\":\"(Parse|InvalidRequest)Exception\"", "");
            return new Answer(answer.status(), body, answer.http(), answer.json());
        });
    }

    private long waiting() {
        return db.sql("SELECT count(*) FROM model_proposal WHERE open")
                .query(Long.class)
                .single();
    }
}
