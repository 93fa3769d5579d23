package org.countersign.workflow;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.migration.MigratingActivityInstanceValidationReport;
import org.camunda.bpm.engine.migration.MigratingProcessInstanceValidationException;
import org.camunda.bpm.engine.migration.MigrationInstruction;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.runtime.ProcessInstanceQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Takes running processes over to the newest version of their diagram. Steps with the same id are taken for the same;
 * timers keep the dates they have. First it is shown what would move and what cannot.
 */
@Component
public class Migrations {

    /** In one request. Whoever has more asks again. */
    static final int AT_ONCE = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private final RepositoryService repository;
    private final RuntimeService runtime;

    Migrations(@Lazy RepositoryService repository, @Lazy RuntimeService runtime) {
        this.repository = repository;
        this.runtime = runtime;
    }

    /**
     * @param from version of the diagram it runs in
     * @param standsAt the steps it waits at
     * @param obstacles why it cannot move; none when it can, or has
     */
    public record Instance(String reference, int from, List<String> standsAt, List<String> obstacles) {}

    /** @param more there are further instances, not looked at yet */
    public record Outcome(String process, int to, List<Instance> instances, boolean more) {

        /** Who has more than go into one request asks again. */
        @JsonIgnore
        public int most() {
            return AT_ONCE;
        }

        public long movable() {
            return instances.stream()
                    .filter(instance -> instance.obstacles().isEmpty())
                    .count();
        }
    }

    /** @param outdated how many run in an older version than the newest */
    public record Running(String process, String name, int newest, long instances, long outdated) {}

    /** All processes that are deployed, and what runs in them. */
    public List<Running> running() {
        return repository
                .createProcessDefinitionQuery()
                .latestVersion()
                .orderByProcessDefinitionName()
                .asc()
                .list()
                .stream()
                .map(newest -> {
                    long all = runtime.createProcessInstanceQuery()
                            .processDefinitionKey(newest.getKey())
                            .count();
                    long current = runtime.createProcessInstanceQuery()
                            .processDefinitionId(newest.getId())
                            .count();
                    return new Running(newest.getKey(), newest.getName(), newest.getVersion(), all, all - current);
                })
                .toList();
    }

    /** As on its diagram. */
    public String nameOf(String process) {
        return newest(process)
                .map(newest -> Objects.requireNonNullElse(newest.getName(), process))
                .orElse(process);
    }

    public boolean knows(String process) {
        return newest(process).isPresent();
    }

    /**
     * What would happen. Changes nothing.
     *
     * @param skip so many are passed over, having been looked at before
     */
    public Outcome preview(String process, int skip) {
        return each(process, skip, (instance, standsAt, plan) -> obstacles(standsAt, plan));
    }

    /**
     * Moves each instance by itself, so that one that cannot move holds up no other.
     *
     * @param skip so many that have not moved before are passed over
     */
    public Outcome apply(String process, int skip) {
        return each(process, skip, (instance, standsAt, plan) -> {
            List<String> obstacles = obstacles(standsAt, plan);
            return obstacles.isEmpty() ? move(instance, plan) : obstacles;
        });
    }

    private interface Look {
        List<String> at(ProcessInstance instance, List<Step> standsAt, MigrationPlan plan);
    }

    private Outcome each(String process, int skip, Look look) {
        ProcessDefinition target = newest(process).orElseThrow();
        List<Instance> instances = new ArrayList<>();
        boolean more = false;
        int passed = 0;
        for (ProcessDefinition source : older(target)) {
            int first = skip - passed;
            List<ProcessInstance> running = first <= 0
                    ? runningIn(source).listPage(0, AT_ONCE - instances.size() + 1)
                    : runningIn(source).listPage(first, AT_ONCE + 1);
            if (running.isEmpty()) {
                passed += (int) runningIn(source).count();
                continue;
            }
            passed = skip;
            MigrationPlan plan = runtime.createMigrationPlan(source.getId(), target.getId())
                    .mapEqualActivities()
                    .build();
            for (ProcessInstance instance : running) {
                if (instances.size() == AT_ONCE) {
                    more = true;
                    break;
                }
                List<Step> standsAt = standsAt(instance);
                instances.add(new Instance(
                        instance.getBusinessKey(),
                        source.getVersion(),
                        standsAt.stream().map(Step::id).sorted().toList(),
                        look.at(instance, standsAt, plan)));
            }
        }
        return new Outcome(process, target.getVersion(), instances, more);
    }

    private ProcessInstanceQuery runningIn(ProcessDefinition source) {
        return runtime.createProcessInstanceQuery()
                .processDefinitionId(source.getId())
                .orderByProcessInstanceId()
                .asc();
    }

    private List<String> move(ProcessInstance instance, MigrationPlan plan) {
        try {
            runtime.newMigration(plan).processInstanceIds(instance.getId()).execute();
            return List.of();
        } catch (MigratingProcessInstanceValidationException e) {
            return Stream.concat(
                            e.getValidationReport().getFailures().stream(),
                            e.getValidationReport().getActivityInstanceReports().stream()
                                    .map(MigratingActivityInstanceValidationReport::getFailures)
                                    .flatMap(List::stream))
                    .toList();
        } catch (ProcessEngineException e) {
            LOG.info("Instance {} did not move: {}", instance.getId(), e.getMessage());
            return List.of("It took a step at the same moment. Ask again.");
        }
    }

    /** A step that the newest version has not, or has as something else, cannot be moved. */
    private static List<String> obstacles(List<Step> standsAt, MigrationPlan plan) {
        Set<String> mapped = plan.getInstructions().stream()
                .map(MigrationInstruction::getSourceActivityId)
                .collect(Collectors.toSet());
        return standsAt.stream()
                .filter(step -> !mapped.contains(step.id()))
                .map(step -> "The newest version has no step like \"%s\" (%s)."
                        .formatted(Objects.requireNonNullElse(step.name(), step.id()), step.id()))
                .toList();
    }

    private record Step(String id, String name) {}

    private List<Step> standsAt(ProcessInstance instance) {
        ActivityInstance tree = runtime.getActivityInstance(instance.getId());
        return tree == null ? List.of() : leaves(tree).toList();
    }

    /** Where it waits for a person, a date or a message, and where for its turn as a job. */
    private static Stream<Step> leaves(ActivityInstance step) {
        Stream<Step> jobs = Arrays.stream(step.getChildTransitionInstances())
                .map(job -> new Step(job.getActivityId(), job.getActivityName()));
        Stream<Step> inside = Arrays.stream(step.getChildActivityInstances()).flatMap(Migrations::leaves);
        List<Step> all = Stream.concat(jobs, inside).toList();
        return all.isEmpty() ? Stream.of(new Step(step.getActivityId(), step.getActivityName())) : all.stream();
    }

    private Optional<ProcessDefinition> newest(String process) {
        return Optional.ofNullable(repository
                .createProcessDefinitionQuery()
                .processDefinitionKey(process)
                .latestVersion()
                .singleResult());
    }

    private List<ProcessDefinition> older(ProcessDefinition target) {
        return repository.createProcessDefinitionQuery().processDefinitionKey(target.getKey()).list().stream()
                .filter(definition -> definition.getVersion() < target.getVersion())
                .sorted(Comparator.comparingInt(ProcessDefinition::getVersion))
                .toList();
    }
}
