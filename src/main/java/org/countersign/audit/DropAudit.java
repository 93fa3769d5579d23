package org.countersign.audit;

import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.audit.Audits.Audit;
import org.countersign.journal.Journal;
import org.countersign.workflow.ComplianceAudit;
import org.countersign.workflow.ForProcesses;

/** The license has come to its end: there is nothing left to audit. */
@ForProcesses
class DropAudit implements JavaDelegate {

    private final Audits audits;
    private final Journal journal;
    private final Clock clock;

    DropAudit(Audits audits, Journal journal, Clock clock) {
        this.audits = audits;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String auditId = (String) execution.getVariable(ComplianceAudit.AUDIT_ID);
        if (audits.close(auditId, Audit.MOOT, clock.instant())) {
            journal.record("system", "audit-moot", execution.getProcessBusinessKey(), Map.of("auditId", auditId));
        }
    }
}
