package org.countersign.workflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.countersign.problem.PlainText;
import org.springframework.beans.factory.ObjectProvider;

/**
 * A form sent with {@code recused} completes nothing: the person steps back from the case, for good, and the
 * task stays open for the others.
 */
class StepBack {

    private static final String RECUSED = "recused";

    private final ObjectProvider<Recusals> recusals;

    StepBack(ObjectProvider<Recusals> recusals) {
        this.recusals = recusals;
    }

    /** True when the person stepped back, so that there is nothing to complete. */
    boolean insteadOf(String taskId, Map<String, Object> entered, TaskService tasks, CommandExecutor commands) {
        boolean wanted = entered != null && "true".equals(String.valueOf(entered.get(RECUSED)));
        // Who may not see the task learns what anybody learns who completes what is not theirs.
        if (!wanted || tasks.createTaskQuery().taskId(taskId).count() == 0) {
            return false;
        }
        EnteredForm.during(
                entered,
                () -> commands.execute(context -> {
                    Authentication signedIn = context.getAuthentication();
                    String person = Optional.ofNullable(signedIn)
                            .map(Authentication::getUserId)
                            .orElseThrow(() -> new RuleBroken("task", "Sign in to step back from a case."));
                    List<String> groups =
                            Optional.ofNullable(signedIn.getGroupIds()).orElse(List.of());
                    Duties.conflictIn(groups).ifPresent(words -> {
                        throw new RuleBroken("task", words);
                    });
                    String reasons = reasons();
                    context.runWithoutAuthorization(() -> {
                        String applicationId = (String) tasks.getVariable(taskId, AccessReview.APPLICATION_ID);
                        if (applicationId == null) {
                            throw new RuleBroken(RECUSED, "Nobody can step back from this task.");
                        }
                        recusals.getObject().recuse(applicationId, person, reasons);
                        return null;
                    });
                    return null;
                }));
        return true;
    }

    private static String reasons() {
        String reasons = EnteredForm.text("reasons").strip();
        if (reasons.isEmpty()) {
            reasons = EnteredForm.text("note").strip();
        }
        if (reasons.isEmpty() || reasons.length() > Completion.LONGEST_TEXT) {
            throw new RuleBroken(
                    "reasons", "Say in up to " + Completion.LONGEST_TEXT + " characters why you step back.");
        }
        if (!PlainText.isPlain(reasons)) {
            throw new RuleBroken("reasons", PlainText.REFUSAL);
        }
        return reasons;
    }
}
