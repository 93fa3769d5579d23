package org.countersign.workflow;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.repository.DeploymentWithDefinitions;
import org.countersign.journal.Journal;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Deploys the shipped processes, decision tables and forms in one deployment, under their file names.
 * A file that has not changed since the last shipped deployment is not deployed again, so what a process
 * owner deployed in between stays in force.
 */
@Component
@Order(ModelDeployment.ORDER)
class ModelDeployment implements ApplicationRunner {

    static final int ORDER = 0;

    private final RepositoryService repository;

    private final ModelsInForce inForce;

    private final Journal journal;

    ModelDeployment(RepositoryService repository, ModelsInForce inForce, Journal journal) {
        this.repository = repository;
        this.inForce = inForce;
        this.journal = journal;
    }

    @Override
    @Transactional
    public void run(ApplicationArguments arguments) throws IOException {
        inForce.hold();
        Map<String, String> before = new TreeMap<>();
        DeploymentBuilder deployment = repository
                .createDeployment()
                .name("countersign")
                .source("shipped")
                .enableDuplicateFiltering(true);
        for (Resource model : shippedModels()) {
            try (InputStream content = model.getInputStream()) {
                deployment.addInputStream(model.getFilename(), content);
            }
            inForce.find(model.getFilename()).ifPresent(found -> before.put(found.file(), found.sha256()));
        }
        var deployed = deployment.deployWithResult();
        Set<String> changed = namesOf(deployed);
        if (!changed.isEmpty()) {
            journal.record(
                    "system",
                    "models-deployed",
                    deployed.getId(),
                    Map.of("definitions", changed, "replaced", replacedBy(deployed.getId(), before)));
        }
    }

    /** Each file with the SHA-256 that was in force, by whichever way it had come, and the one that now is. */
    private List<Map<String, String>> replacedBy(String deployment, Map<String, String> before) {
        return repository.getDeploymentResourceNames(deployment).stream()
                .filter(before::containsKey)
                .sorted()
                .map(file -> Map.of(
                        "file",
                        file,
                        "before",
                        before.get(file),
                        "after",
                        inForce.find(file).orElseThrow().sha256()))
                .toList();
    }

    /** Each with its version, such as {@code access-review:2}; empty when no file had changed. */
    static Set<String> namesOf(DeploymentWithDefinitions deployed) {
        var names = new TreeSet<String>();
        if (deployed.getDeployedProcessDefinitions() != null) {
            deployed.getDeployedProcessDefinitions().forEach(d -> names.add(d.getKey() + ":" + d.getVersion()));
        }
        if (deployed.getDeployedDecisionDefinitions() != null) {
            deployed.getDeployedDecisionDefinitions().forEach(d -> names.add(d.getKey() + ":" + d.getVersion()));
        }
        return names;
    }

    static List<Resource> shippedModels() throws IOException {
        var resources = new PathMatchingResourcePatternResolver();
        return Stream.of(
                        resources.getResources("classpath:processes/*.bpmn"),
                        resources.getResources("classpath:processes/*.dmn"),
                        resources.getResources("classpath:forms/*.form"))
                .flatMap(Arrays::stream)
                .sorted(Comparator.comparing(Resource::getFilename))
                .toList();
    }
}
