package org.countersign.docket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.countersign.journal.Journal;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Unguarded;
import org.countersign.testing.Visitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What runs is taken over to a changed diagram, and what cannot be says why. */
@CountersignTest
class MigrationTest {

    private static final String PROCESS = "watched-example";
    private static final String PATH = "/api/v1/processes/" + PROCESS + "/migration";
    private static final String BODY = "{\"reasons\":\"The office has moved.\"}";

    @Autowired
    private LabApi api;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private ProcessEngineConfigurationImpl engine;

    @Autowired
    private Journal journal;

    private final List<String> deployments = new ArrayList<>();

    @AfterEach
    void clear() {
        deployments.forEach(deployment -> repository.deleteDeployment(deployment, true));
    }

    @Test
    void showsFirstAndThenMovesWhatCanMove() {
        deploy("stays", "goes");
        ProcessInstance movable = begin("CS-stays", "stays");
        ProcessInstance stuck = begin("CS-goes", "goes");
        deploy("stays", "comes");

        JsonNode shown = api.staff("process.owner", "GET", PATH, null).json();
        assertThat(shown.get("to").asInt()).isEqualTo(2);
        assertThat(instance(shown, "CS-stays").get("obstacles")).isEmpty();
        assertThat(instance(shown, "CS-goes").at("/obstacles/0").asText())
                .isEqualTo("The newest version has no step like \"Wait at goes\" (goes).");
        assertThat(version(movable)).isEqualTo(1);

        JsonNode done = api.staff("process.owner", "POST", PATH, BODY).json();
        assertThat(instance(done, "CS-stays").get("obstacles")).isEmpty();
        assertThat(instance(done, "CS-goes").get("obstacles")).hasSize(1);
        assertThat(version(movable)).isEqualTo(2);
        assertThat(version(stuck)).isEqualTo(1);
        assertThat(journal.about(PROCESS)).last().satisfies(entry -> {
            assertThat(entry.action()).isEqualTo("instances-migrated");
            assertThat(entry.actor()).isEqualTo("process.owner");
        });

        JsonNode again = api.staff("process.owner", "GET", PATH, null).json();
        assertThat(again.get("instances")).hasSize(1);
        int recorded = journal.about(PROCESS).size();
        api.staff("process.owner", "POST", PATH, BODY);
        assertThat(journal.about(PROCESS)).as("nothing moved").hasSize(recorded);
    }

    @Test
    void reachesThoseBehindTheOnesThatCannotMove() {
        deploy("stays", "goes");
        begin("CS-1", "goes");
        begin("CS-2", "goes");
        deploy("stays", "comes");
        begin("CS-3", "comes");
        deploy("stays", "comes", "again");

        assertThat(shown(0).get("instances")).hasSize(3);
        assertThat(shown(1).get("instances")).hasSize(2);
        assertThat(instance(shown(2), "CS-3").get("obstacles")).isEmpty();
        assertThat(shown(3).get("instances")).isEmpty();

        JsonNode done =
                api.staff("process.owner", "POST", PATH + "?skip=2", BODY).json();
        assertThat(done.get("instances")).hasSize(1);
        assertThat(shown(0).get("instances")).hasSize(2);
        assertThat(api.staff("process.owner", "GET", PATH + "?skip=-1", null).status())
                .isEqualTo(400);
    }

    @Test
    void movesWhatWaitsForItsTurnAsAJob() {
        deploy("stays", "goes", "later");
        ProcessInstance waiting = begin("CS-job", "later");
        deploy("stays", "comes", "later");

        JsonNode shown = instance(shown(0), "CS-job");
        assertThat(shown.at("/standsAt/0").asText()).isEqualTo("later");
        assertThat(shown.get("obstacles")).isEmpty();
        api.staff("process.owner", "POST", PATH, BODY);
        assertThat(version(waiting)).isEqualTo(2);
    }

    private JsonNode shown(int skip) {
        return api.staff("process.owner", "GET", PATH + "?skip=" + skip, null).json();
    }

    @Test
    void isOpenToProcessOwnersWhoSayWhy() {
        assertThat(api.staff("oncd.director", "GET", PATH, null).status()).isEqualTo(403);
        assertThat(api.staff("process.owner", "GET", PATH, null).status()).isEqualTo(404);
        deploy("stays", "goes");
        assertThat(api.staff("process.owner", "POST", PATH, "{\"reasons\":\" \"}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void hasAPageThatShowsFirstAndMovesWithReasons() {
        deploy("stays", "goes");
        ProcessInstance movable = begin("CS-stays", "stays");
        ProcessInstance stuck = begin("CS-goes", "goes");
        deploy("stays", "comes");
        Visitor owner = Visitor.signedIn(api, "process.owner");

        assertThat(owner.get("/processes").body()).contains("/processes/" + PROCESS, "License monitoring");
        assertThat(owner.get("/processes/" + PROCESS).body())
                .contains("CS-stays", "CS-goes", "The newest version has no step like", "Move to version");
        assertThat(version(movable)).isEqualTo(1);

        LabApi.Answer refused = owner.post("/processes/" + PROCESS + "/migration", Map.of("reasons", " "));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("Write why what runs is to follow");
        assertThat(version(movable)).isEqualTo(1);

        LabApi.Answer done =
                owner.post("/processes/" + PROCESS + "/migration", Map.of("reasons", "The office has moved."));
        assertThat(done.status()).isEqualTo(302);
        assertThat(version(movable)).isEqualTo(2);
        assertThat(version(stuck)).isEqualTo(1);
        assertThat(owner.get("/processes/" + PROCESS + "?skip=1").body())
                .contains("There are no more than the")
                .doesNotContain("CS-goes");
        assertThat(owner.get("/processes/" + PROCESS + "?moved=1").body())
                .contains("moved to version", "CS-goes")
                .doesNotContain("CS-stays", "Move to version");
        assertThat(journal.about(PROCESS)).last().satisfies(entry -> assertThat(entry.content())
                .contains("The office has moved."));
    }

    @Test
    void keepsThePageToProcessOwners() {
        // Elsewhere than at a case it stays untold whether there is anything at all.
        Visitor director = Visitor.signedIn(api, "oncd.director");
        assertThat(director.get("/processes").status()).isEqualTo(404);
        assertThat(director.get("/processes/license-monitoring").status()).isEqualTo(404);
        assertThat(director.post("/processes/license-monitoring/migration", Map.of("reasons", "Mine."))
                        .status())
                .isEqualTo(404);
        assertThat(director.get("/cases").body()).doesNotContain("/processes");
        assertThat(new Visitor(api).get("/processes").status()).isEqualTo(302);
        assertThat(Visitor.signedIn(api, "process.owner").get("/processes/none").status())
                .isEqualTo(404);
    }

    private void deploy(String one, String other) {
        deploy(one, other, "job");
    }

    private void deploy(String one, String other, String job) {
        deployments.add(Unguarded.deploy(
                engine,
                repository
                        .createDeployment()
                        .addModelInstance(
                                PROCESS + ".bpmn",
                                Bpmn.createExecutableProcess(PROCESS)
                                        .camundaHistoryTimeToLive(1)
                                        .startEvent()
                                        .exclusiveGateway("which")
                                        .condition("first", "${step == '" + one + "'}")
                                        .userTask(one)
                                        .name("Wait at " + one)
                                        .endEvent()
                                        .moveToNode("which")
                                        .condition("third", "${step == '" + job + "'}")
                                        .userTask(job)
                                        .camundaAsyncBefore()
                                        .endEvent()
                                        .moveToNode("which")
                                        .userTask(other)
                                        .name("Wait at " + other)
                                        .endEvent()
                                        .done())));
    }

    private ProcessInstance begin(String reference, String step) {
        return runtime.startProcessInstanceByKey(PROCESS, reference, Map.of("step", step));
    }

    private int version(ProcessInstance instance) {
        String definition = runtime.createProcessInstanceQuery()
                .processInstanceId(instance.getId())
                .singleResult()
                .getProcessDefinitionId();
        return repository.getProcessDefinition(definition).getVersion();
    }

    private static JsonNode instance(JsonNode outcome, String reference) {
        for (JsonNode instance : outcome.get("instances")) {
            if (instance.get("reference").asText().equals(reference)) {
                return instance;
            }
        }
        throw new AssertionError(reference + " is not in " + outcome);
    }
}
