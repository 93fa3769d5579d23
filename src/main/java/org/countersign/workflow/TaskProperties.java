package org.countersign.workflow;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;

/** What a process owner has set at a task of a diagram. */
public final class TaskProperties {

    private final BaseElement task;

    private TaskProperties(BaseElement task) {
        this.task = task;
    }

    public static TaskProperties of(DelegateExecution execution) {
        return new TaskProperties(execution.getBpmnModelElementInstance());
    }

    public static TaskProperties of(DelegateTask task) {
        return new TaskProperties(task.getBpmnModelElementInstance());
    }

    public String get(String name) {
        return task
                .getExtensionElements()
                .getElementsQuery()
                .filterByType(CamundaProperties.class)
                .singleResult()
                .getCamundaProperties()
                .stream()
                .filter(property -> name.equals(property.getCamundaName()))
                .map(CamundaProperty::getCamundaValue)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("The task " + task.getId() + " needs the property " + name));
    }
}
