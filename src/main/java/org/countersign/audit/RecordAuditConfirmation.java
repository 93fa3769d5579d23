package org.countersign.audit;

import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.application.Applications;
import org.countersign.audit.Audits.Audit;
import org.countersign.finding.Involved;
import org.countersign.journal.Journal;
import org.countersign.workflow.Completion;
import org.countersign.workflow.ComplianceAudit;
import org.countersign.workflow.ForProcesses;

/** A second auditor confirms a result or sends the audit back. What the first one found stays on record. */
@ForProcesses
class RecordAuditConfirmation implements TaskListener {

    private final Applications applications;
    private final Audits audits;
    private final Involved involved;
    private final Journal journal;
    private final Clock clock;

    RecordAuditConfirmation(Applications applications, Audits audits, Involved involved, Journal journal, Clock clock) {
        this.applications = applications;
        this.audits = audits;
        this.involved = involved;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void notify(DelegateTask task) {
        Completion completion = Completion.of(task);
        completion.requireMember(ComplianceAudit.AUDITORS);
        Audit audit = audits.get((String) completion.variable(ComplianceAudit.AUDIT_ID));
        if (audit.auditedBy().equals(completion.actor())) {
            throw completion.refused("task", "You have audited this license; another auditor must confirm it.");
        }
        if (involved.isInvolved(completion.applicationId(), completion.actor())) {
            throw completion.refused("task", Involved.REFUSAL);
        }
        boolean accepted =
                completion.choice(ComplianceAudit.ACCEPTED, "true", "false").equals("true");
        String note = accepted
                ? completion.text("note")
                : completion.requiredText("note", "Say what has to be looked at again.");
        audits.confirm(audit, accepted, note, completion.actor(), clock.instant());
        journal.record(
                completion.actor(),
                accepted ? "audit-confirmed" : "audit-sent-back",
                applications.get(completion.applicationId()).reference(),
                Map.of("auditId", audit.id(), "licenseId", audit.licenseId(), "round", audit.round(), "note", note));
        completion.route(ComplianceAudit.ACCEPTED, accepted);
    }
}
