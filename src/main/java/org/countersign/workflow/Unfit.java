package org.countersign.workflow;

import java.util.Set;
import org.camunda.bpm.engine.task.Task;

/** People whom a rule bars from a task though their group may do it; told by those who know the rule. */
public interface Unfit {

    Set<String> forTask(String applicationId, Task task);

    /** Whether they do not see the task, either. */
    default boolean hidesTask() {
        return false;
    }
}
