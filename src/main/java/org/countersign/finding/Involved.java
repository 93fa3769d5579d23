package org.countersign.finding;

import java.util.Set;
import org.camunda.bpm.engine.task.Task;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.workflow.ComplianceAudit;
import org.countersign.workflow.FindingProcess;
import org.countersign.workflow.Unfit;
import org.springframework.stereotype.Component;

/** Who took part in a case neither audits its license nor closes a finding about it. Auditing is no part in the case. */
@Component
public class Involved implements Unfit {

    public static final String REFUSAL =
            "You have taken part in this case; somebody who has not must audit its license.";

    private static final Set<String> AUDITING = Set.of(
            "audit-opened",
            "audit-ordered",
            "audit-result-recorded",
            "audit-confirmed",
            "audit-sent-back",
            "license-audited",
            "evidence-requested",
            "finding-raised",
            "finding-closed",
            "finding-not-mended",
            "license-reinstated");

    private static final Set<String> TASKS =
            Set.of(ComplianceAudit.AUDIT_LICENSE, ComplianceAudit.CONFIRM_AUDIT, FindingProcess.CLOSE_FINDING);

    private final Applications applications;
    private final Journal journal;

    Involved(Applications applications, Journal journal) {
        this.applications = applications;
        this.journal = journal;
    }

    public boolean isInvolved(String applicationId, String person) {
        return in(applicationId).contains(person);
    }

    private Set<String> in(String applicationId) {
        return journal.actorsOf(applications.get(applicationId).reference(), AUDITING);
    }

    @Override
    public Set<String> forTask(String applicationId, Task task) {
        return TASKS.contains(task.getTaskDefinitionKey()) ? in(applicationId) : Set.of();
    }

    @Override
    public boolean hidesTask() {
        return true;
    }
}
