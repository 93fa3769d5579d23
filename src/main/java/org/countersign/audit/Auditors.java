package org.countersign.audit;

import java.util.Set;
import org.camunda.bpm.engine.task.Task;
import org.countersign.workflow.ComplianceAudit;
import org.countersign.workflow.TaskFacts;
import org.countersign.workflow.Unfit;
import org.springframework.stereotype.Component;

/** The second auditor is another person. */
@Component
class Auditors implements Unfit {

    private final Audits audits;
    private final TaskFacts tasks;

    Auditors(Audits audits, TaskFacts tasks) {
        this.audits = audits;
        this.tasks = tasks;
    }

    @Override
    public Set<String> forTask(String applicationId, Task task) {
        return task.getTaskDefinitionKey().equals(ComplianceAudit.CONFIRM_AUDIT)
                ? Set.of(audits.get(tasks.of(task, ComplianceAudit.AUDIT_ID)).auditedBy())
                : Set.of();
    }

    @Override
    public boolean hidesTask() {
        return true;
    }
}
