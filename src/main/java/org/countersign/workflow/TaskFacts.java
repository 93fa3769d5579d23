package org.countersign.workflow;

import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What the process of a task knows, for rules about who may complete it. */
@Component
public class TaskFacts {

    private final TaskService tasks;

    TaskFacts(@Lazy TaskService tasks) {
        this.tasks = tasks;
    }

    /** A text of the process; null when it has none of that name. */
    public String of(Task task, String variable) {
        return (String) tasks.getVariable(task.getId(), variable);
    }
}
