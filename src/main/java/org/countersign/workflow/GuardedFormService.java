package org.countersign.workflow;

import java.util.Map;
import org.camunda.bpm.engine.impl.FormServiceImpl;
import org.camunda.bpm.engine.variable.VariableMap;

/** Submitting the form of a task without writing variables. */
class GuardedFormService extends FormServiceImpl {

    @Override
    public void submitTaskForm(String taskId, Map<String, Object> entered) {
        EnteredForm.during(entered, () -> {
            super.submitTaskForm(taskId, null);
            return null;
        });
    }

    @Override
    public VariableMap submitTaskFormWithVariablesInReturn(
            String taskId, Map<String, Object> entered, boolean deserializeValues) {
        return EnteredForm.during(
                entered, () -> super.submitTaskFormWithVariablesInReturn(taskId, null, deserializeValues));
    }
}
