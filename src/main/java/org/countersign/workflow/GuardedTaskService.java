package org.countersign.workflow;

import java.util.Map;
import org.camunda.bpm.engine.impl.TaskServiceImpl;
import org.camunda.bpm.engine.impl.cmd.AssignTaskCmd;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;

/** Completing without writing variables, claiming for oneself only, and giving back what one has claimed. */
class GuardedTaskService extends TaskServiceImpl {

    private final StepBack stepBack;

    GuardedTaskService(StepBack stepBack) {
        this.stepBack = stepBack;
    }

    @Override
    public void complete(String taskId) {
        complete(taskId, null);
    }

    @Override
    public void complete(String taskId, Map<String, Object> entered) {
        if (stepBack.insteadOf(taskId, entered, this, commandExecutor)) {
            return;
        }
        EnteredForm.during(entered, () -> {
            super.complete(taskId, null);
            return null;
        });
    }

    @Override
    public VariableMap completeWithVariablesInReturn(
            String taskId, Map<String, Object> entered, boolean deserializeValues) {
        if (stepBack.insteadOf(taskId, entered, this, commandExecutor)) {
            return Variables.createVariables();
        }
        return EnteredForm.during(entered, () -> super.completeWithVariablesInReturn(taskId, null, deserializeValues));
    }

    @Override
    public void claim(String taskId, String userId) {
        Authentication signedIn = signedIn();
        if (signedIn != null && !signedIn.getUserId().equals(userId)) {
            throw Refusals.remember(new RuleBroken("userId", "You can claim a task for yourself only."));
        }
        super.claim(taskId, userId);
    }

    /** Giving a task back needs no right to assign it; an administrator can free one whose claimer is gone. */
    @Override
    public void setAssignee(String taskId, String userId) {
        if (userId == null && mayFree(taskId)) {
            commandExecutor.execute(
                    context -> context.runWithoutAuthorization(() -> new AssignTaskCmd(taskId, null).execute(context)));
        } else {
            super.setAssignee(taskId, userId);
        }
    }

    private boolean mayFree(String taskId) {
        Authentication signedIn = signedIn();
        if (signedIn == null) {
            return false;
        }
        if (signedIn.getGroupIds() != null && signedIn.getGroupIds().contains(Duties.ADMINISTRATORS)) {
            return true;
        }
        Task task = createTaskQuery().taskId(taskId).singleResult();
        return task != null && signedIn.getUserId().equals(task.getAssignee());
    }

    private Authentication signedIn() {
        return commandExecutor.execute(context -> context.getAuthentication());
    }
}
