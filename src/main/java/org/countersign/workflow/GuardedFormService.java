package org.countersign.workflow;

import java.util.Map;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.FormServiceImpl;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.variable.VariableMap;

/** Submitting the form of a task is completing it; what is entered to start a process becomes no variable either. */
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

    @Override
    public ProcessInstance submitStartForm(String processDefinitionId, Map<String, Object> entered) {
        return EnteredForm.during(entered, () -> super.submitStartForm(processDefinitionId, Map.of()));
    }

    /** The reference of what is started is the registry's to give, so the one that was sent is left out. */
    @Override
    public ProcessInstance submitStartForm(
            String processDefinitionId, String businessKey, Map<String, Object> entered) {
        return submitStartForm(processDefinitionId, entered);
    }
}
