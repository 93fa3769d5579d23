package org.countersign.workflow;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

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

    ModelDeployment(RepositoryService repository) {
        this.repository = repository;
    }

    @Override
    public void run(ApplicationArguments arguments) throws IOException {
        DeploymentBuilder deployment = repository
                .createDeployment()
                .name("countersign")
                .source("shipped")
                .enableDuplicateFiltering(true);
        for (Resource model : shippedModels()) {
            try (InputStream content = model.getInputStream()) {
                deployment.addInputStream(model.getFilename(), content);
            }
        }
        deployment.deploy();
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
