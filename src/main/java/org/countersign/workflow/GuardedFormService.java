package org.countersign.workflow;

import java.util.Map;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.FormServiceImpl;
import org.camunda.bpm.engine.variable.VariableMap;

/** Submitting the form of a task is completing it. */
class GuardedFormService extends FormServiceImpl {

    private final TaskService tasks;

    GuardedFormService(TaskService tasks) {
        this.tasks = tasks;
    }

    @Override
    public void submitTaskForm(String taskId, Map<String, Object> entered) {
        tasks.complete(taskId, entered);
    }

    @Override
    public VariableMap submitTaskFormWithVariablesInReturn(
            String taskId, Map<String, Object> entered, boolean deserializeValues) {
        return tasks.completeWithVariablesInReturn(taskId, entered, deserializeValues);
    }
}
