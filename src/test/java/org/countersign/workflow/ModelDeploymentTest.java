package org.countersign.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.countersign.proposal.ModelerDesk;
import org.countersign.testing.CountersignTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.DefaultApplicationArguments;

/** What a restart deploys. */
@CountersignTest
class ModelDeploymentTest {

    @Autowired
    private ModelDeployment deployment;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private Policies policies;

    @Autowired
    private AutowireCapableBeanFactory beans;

    @Test
    void theFirstStartDeploysEverythingTogetherUnderItsFileName() throws IOException {
        var shipped =
                repository.createDeploymentQuery().deploymentName("countersign").list();
        assertThat(shipped).isNotEmpty();
        var first = shipped.stream()
                .min(java.util.Comparator.comparing(d -> d.getDeploymentTime()))
                .orElseThrow();
        assertThat(repository.getDeploymentResourceNames(first.getId()))
                .hasSize(ModelDeployment.shippedModels().size())
                .contains("access-review.bpmn", "risk-score.dmn", "draft-vote.form");
    }

    @Test
    void aRestartWithTheSameFilesDeploysNothing() throws IOException {
        Map<String, Integer> before = versions();
        deployment.run(new DefaultApplicationArguments());
        assertThat(versions()).isEqualTo(before);
    }

    @Test
    void anEditedTableIsInForceWithoutTouchingJava() throws IOException {
        String table = Files.readString(Path.of("processes/audit-interval.dmn"));
        String edited = table.replace("<text>180</text>", "<text>150</text>");
        assertThat(edited).isNotEqualTo(table);
        Policies.Answer before = policies.ask("audit-interval", Map.of("band", "moderate", "history", "clean"));
        String id;
        try (InputStream content = new ByteArrayInputStream(edited.getBytes(StandardCharsets.UTF_8))) {
            id = repository
                    .createDeployment()
                    .name("by a process owner")
                    .addInputStream("audit-interval.dmn", content)
                    .deploy()
                    .getId();
        }
        try {
            Policies.Answer after = policies.ask("audit-interval", Map.of("band", "moderate", "history", "clean"));
            assertThat(before.only()).isEqualTo(180);
            assertThat(after.only()).isEqualTo(150);
            assertThat(after.by().version()).isEqualTo(before.by().version() + 1);
            assertThat(after.by().sha256()).isNotEqualTo(before.by().sha256());
        } finally {
            repository.deleteDeployment(id);
        }
    }

    @Test
    void whatTwoProcessOwnersAcceptedStaysInForceAcrossARestart() throws IOException {
        ModelerDesk desk = beans.createBean(ModelerDesk.class);
        try {
            String id = desk.proposes(
                    ModelerDesk.OWNER,
                    "More often",
                    ModelerDesk.changed("audit-interval.dmn", "<text>180</text>", "<text>120</text>"));
            desk.accepts(ModelerDesk.SECOND, id);
            Map<String, Integer> accepted = versions();
            deployment.run(new DefaultApplicationArguments());
            assertThat(versions()).isEqualTo(accepted);
            assertThat(policies.ask("audit-interval", Map.of("band", "moderate", "history", "clean"))
                            .only())
                    .isEqualTo(120);
        } finally {
            desk.clear();
        }
    }

    private Map<String, Integer> versions() {
        Map<String, Integer> versions = repository.createProcessDefinitionQuery().latestVersion().list().stream()
                .collect(Collectors.toMap(ProcessDefinition::getKey, ProcessDefinition::getVersion));
        repository
                .createDecisionDefinitionQuery()
                .latestVersion()
                .list()
                .forEach((DecisionDefinition table) -> versions.put(table.getKey(), table.getVersion()));
        return versions;
    }
}
