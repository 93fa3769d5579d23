package org.countersign.audit;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.workflow.ComplianceAudit;
import org.countersign.workflow.ForProcesses;

/** What an audit has shown is put on record, one finding a line, each with somebody to look whether it is put right. */
@ForProcesses
class RaiseFindings implements JavaDelegate {

    private final ConcludeAudit conclude;

    RaiseFindings(ConcludeAudit conclude) {
        this.conclude = conclude;
    }

    @Override
    public void execute(DelegateExecution execution) {
        conclude.raiseFindings((String) execution.getVariable(ComplianceAudit.AUDIT_ID));
    }
}
