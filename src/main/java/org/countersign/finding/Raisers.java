package org.countersign.finding;

import java.util.Set;
import org.camunda.bpm.engine.task.Task;
import org.countersign.workflow.FindingProcess;
import org.countersign.workflow.TaskFacts;
import org.countersign.workflow.Unfit;
import org.springframework.stereotype.Component;

/** Who raised a finding does not close it. */
@Component
class Raisers implements Unfit {

    private final Findings findings;
    private final TaskFacts tasks;

    Raisers(Findings findings, TaskFacts tasks) {
        this.findings = findings;
        this.tasks = tasks;
    }

    @Override
    public Set<String> forTask(String applicationId, Task task) {
        return task.getTaskDefinitionKey().equals(FindingProcess.CLOSE_FINDING)
                ? Set.of(findings.get(tasks.of(task, FindingProcess.FINDING_ID)).raisedBy())
                : Set.of();
    }

    @Override
    public boolean hidesTask() {
        return true;
    }
}
