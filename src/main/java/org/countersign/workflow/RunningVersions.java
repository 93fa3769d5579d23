package org.countersign.workflow;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What runs in each version of a diagram, and where it stands; how many open tasks show a form. */
@Component
public class RunningVersions {

    private final RepositoryService repository;
    private final RuntimeService runtime;
    private final ManagementService management;
    private final TaskService tasks;

    RunningVersions(
            @Lazy RepositoryService repository,
            @Lazy RuntimeService runtime,
            @Lazy ManagementService management,
            @Lazy TaskService tasks) {
        this.repository = repository;
        this.runtime = runtime;
        this.management = management;
        this.tasks = tasks;
    }

    /** @param instances how many stand there; one that stands at two steps counts at both */
    public record Step(String id, String name, int instances) {}

    public record Version(int version, long instances, List<Step> standsAt) {}

    /** Only versions in which something runs, newest first. */
    public List<Version> of(String process) {
        return repository.createProcessDefinitionQuery().processDefinitionKey(process).list().stream()
                .sorted(Comparator.comparingInt(ProcessDefinition::getVersion).reversed())
                .map(definition -> new Version(definition.getVersion(), runningIn(definition), List.of()))
                .filter(version -> version.instances() > 0)
                .map(version -> new Version(version.version(), version.instances(), steps(process, version.version())))
                .toList();
    }

    private long runningIn(ProcessDefinition definition) {
        return runtime.createProcessInstanceQuery()
                .processDefinitionId(definition.getId())
                .count();
    }

    private List<Step> steps(String process, int version) {
        String definition = repository
                .createProcessDefinitionQuery()
                .processDefinitionKey(process)
                .processDefinitionVersion(version)
                .singleResult()
                .getId();
        BpmnModelInstance diagram = repository.getBpmnModelInstance(definition);
        return management.createActivityStatisticsQuery(definition).list().stream()
                .filter(at -> at.getInstances() > 0)
                .map(at -> new Step(at.getId(), nameOf(diagram, at.getId()), at.getInstances()))
                .sorted(Comparator.comparingInt(Step::instances).reversed().thenComparing(Step::id))
                .toList();
    }

    private static String nameOf(BpmnModelInstance diagram, String step) {
        return diagram.getModelElementById(step) instanceof FlowElement element && element.getName() != null
                ? element.getName()
                : step;
    }

    /** Tasks open now that ask for this form, by their step. They show its newest version from then on. */
    public Map<String, Long> openTasksWith(String form) {
        var open = new TreeMap<String, Long>();
        for (ProcessDefinition process :
                repository.createProcessDefinitionQuery().latestVersion().list()) {
            repository.getBpmnModelInstance(process.getId()).getModelElementsByType(UserTask.class).stream()
                    .filter(task -> form.equals(task.getCamundaFormRef()))
                    .forEach(task -> open.merge(
                            task.getName() == null ? task.getId() : task.getName(),
                            tasks.createTaskQuery()
                                    .processDefinitionKey(process.getKey())
                                    .taskDefinitionKey(task.getId())
                                    .count(),
                            Long::sum));
        }
        return open;
    }
}
