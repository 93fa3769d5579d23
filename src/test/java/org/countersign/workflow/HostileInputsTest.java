package org.countersign.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.HostileModels;
import org.countersign.testing.HostileModels.Hostile;
import org.countersign.testing.HostileTables;
import org.countersign.testing.NoCanarySings;
import org.countersign.testing.Unguarded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Hostile models, tables and forms, made for every place that takes an expression. A canary sings when one is evaluated: it
 * must stay silent at the door, and behind it. An ordinary run takes every place and turns the ways to attack it;
 * {@code mvn test -Dtest='Hostile*Test' -Dhostile=all} takes every place in every way.
 */
@CountersignTest
@ExtendWith(NoCanarySings.class)
class HostileInputsTest {

    private static final boolean ALL = "all".equals(System.getProperty("hostile"));

    /** The engine makes this class while it reads the diagram, and asks nobody: nothing but the check is before it. */
    private static final Set<String> ONLY_THE_CHECK = Set.of("class of a form handler");

    @Autowired
    private RepositoryService repository;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private TaskService tasks;

    @Autowired
    private DecisionService decisions;

    @Autowired
    private ProcessEngineConfigurationImpl engine;

    /** Every so manieth: as there are six ways at each place, every place comes up. */
    private static List<Hostile> diagrams(int step) {
        List<Hostile> all = HostileModels.diagrams();
        return IntStream.range(0, all.size())
                .filter(number -> number % step == 0)
                .mapToObj(all::get)
                .toList();
    }

    @Test
    void noHostileModelIsDeployedByAnyCode() {
        List<Hostile> all = new ArrayList<>(diagrams(ALL ? 1 : 2));
        all.addAll(HostileTables.tables());
        all.addAll(HostileTables.forms());
        assertThat(all.size()).isGreaterThan(300);
        long before = repository.createDeploymentQuery().count();
        for (Hostile hostile : all) {
            assertThatThrownBy(() -> deployment(hostile).deploy())
                    .as(hostile.name())
                    .isInstanceOfSatisfying(ParseException.class, refused -> {
                        var report = refused.getResorceReports().get(0);
                        assertThat(report.getResourceName()).isEqualTo(hostile.file());
                        assertThat(report.getErrors()).isNotEmpty().allSatisfy(error -> {
                            assertThat(error.getLine()).isPositive();
                            assertThat(error.getMessage()).isNotBlank();
                        });
                    });
        }
        assertThat(repository.createDeploymentQuery().count()).isEqualTo(before);
        System.out.printf("%d hostile models and forms: none deployed%n", all.size());
    }

    /** The engine reads a file as its first line says; this check would read another one. */
    @Test
    void noModelInAnotherEncodingIsDeployed() throws IOException {
        String diagram = Files.readString(Path.of("processes", "party-screening.bpmn"));
        for (String encoding : List.of("Shift_JIS", "UTF-16", "windows-1252")) {
            assertThatThrownBy(() -> repository
                            .createDeployment()
                            .addString(
                                    "party-screening.bpmn",
                                    diagram.replace("encoding=\"UTF-8\"", "encoding=\"" + encoding + "\""))
                            .deploy())
                    .isInstanceOf(ParseException.class)
                    .hasMessageContaining("Line 1");
        }
    }

    /** A second wall: even what has come around the check, and runs, reaches nothing. */
    @Test
    void whatGotAroundTheCheckRunsNothing() {
        var started = new AtomicInteger();
        var deployed = new AtomicInteger();
        for (Hostile hostile : diagrams(ALL ? 1 : 5)) {
            if (ONLY_THE_CHECK.contains(hostile.name())) {
                continue;
            }
            attempted(hostile, key -> {
                deployed.incrementAndGet();
                try {
                    runtime.startProcessInstanceByKey(key);
                    started.incrementAndGet();
                    tasks.createTaskQuery()
                            .processDefinitionKey(key)
                            .list()
                            .forEach(task -> tasks.complete(task.getId()));
                } catch (ProcessEngineException | ClassCastException | IllegalArgumentException e) {
                    assertThat(e).as(hostile.name()).isNotNull(); // refused where it would have run
                }
            });
        }
        for (Hostile hostile : HostileTables.tables()) {
            if (!hostile.text().contains("1000000000")) {
                attempted(hostile, key -> {
                    deployed.incrementAndGet();
                    try {
                        decisions
                                .evaluateDecisionByKey(key)
                                .variables(Map.of("a", "a"))
                                .evaluate();
                    } catch (RuntimeException e) {
                        assertThat(e).as(hostile.name()).isNotNull();
                    }
                });
            }
        }
        assertThat(deployed.get()).isGreaterThan(100);
        System.out.printf("around the check: %d deployed, %d started%n", deployed.get(), started.get());
    }

    private void attempted(Hostile hostile, java.util.function.Consumer<String> use) {
        String id;
        try {
            id = Unguarded.deploy(engine, deployment(hostile));
        } catch (ProcessEngineException e) {
            return; // the engine's own parser has refused it
        }
        try {
            use.accept(hostile.file().substring(0, hostile.file().lastIndexOf('.')));
        } finally {
            repository.deleteDeployment(id, true, true, true);
        }
    }

    private DeploymentBuilder deployment(Hostile hostile) {
        return repository.createDeployment().addString(hostile.file(), hostile.text());
    }

    /** The same parse as ours, so a byte order or an encoding does not hide anything from it. */
    @Test
    void anotherEncodingHidesNothing() {
        Hostile hostile = HostileModels.diagrams().get(0);
        for (var charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            String text = hostile.text().replace("encoding='UTF-8'", "encoding='" + charset.name() + "'");
            assertThatThrownBy(() -> repository
                            .createDeployment()
                            .addInputStream(
                                    "access-review.bpmn", new java.io.ByteArrayInputStream(text.getBytes(charset)))
                            .deploy())
                    .isInstanceOf(ParseException.class);
        }
    }
}
