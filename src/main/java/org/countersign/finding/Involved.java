package org.countersign.finding;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.task.Task;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.license.Licenses;
import org.countersign.workflow.ComplianceAudit;
import org.countersign.workflow.FindingProcess;
import org.countersign.workflow.TaskFacts;
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
            "finding-carried-over",
            "finding-closed",
            "finding-not-mended",
            "license-reinstated");

    private static final Set<String> AUDITS = Set.of(ComplianceAudit.AUDIT_LICENSE, ComplianceAudit.CONFIRM_AUDIT);

    private final Applications applications;
    private final Licenses licenses;
    private final Findings findings;
    private final TaskFacts tasks;
    private final Journal journal;

    Involved(Applications applications, Licenses licenses, Findings findings, TaskFacts tasks, Journal journal) {
        this.applications = applications;
        this.licenses = licenses;
        this.findings = findings;
        this.tasks = tasks;
        this.journal = journal;
    }

    public boolean isInvolved(String applicationId, String person) {
        return in(applicationId).contains(person);
    }

    /** In the case the finding is about or, after a renewal, in the one it is held in. */
    public boolean isInvolved(Finding finding, String person) {
        return in(finding).contains(person);
    }

    private Set<String> in(Finding finding) {
        return Stream.of(finding.licenseId(), finding.heldAgainst())
                .distinct()
                .flatMap(license -> in(licenses.get(license).applicationId()).stream())
                .collect(Collectors.toSet());
    }

    private Set<String> in(String applicationId) {
        return journal.actorsOf(applications.get(applicationId).reference(), AUDITING);
    }

    @Override
    public Set<String> forTask(String applicationId, Task task) {
        if (task.getTaskDefinitionKey().equals(FindingProcess.CLOSE_FINDING)) {
            return in(findings.get(tasks.of(task, FindingProcess.FINDING_ID)));
        }
        return AUDITS.contains(task.getTaskDefinitionKey()) ? in(applicationId) : Set.of();
    }

    @Override
    public boolean hidesTask() {
        return true;
    }
}
