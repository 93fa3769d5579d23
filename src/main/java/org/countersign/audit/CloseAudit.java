package org.countersign.audit;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.workflow.ComplianceAudit;
import org.countersign.workflow.ForProcesses;

/** The result of an audit counts from here on. */
@ForProcesses
class CloseAudit implements JavaDelegate {

    private final ConcludeAudit conclude;

    CloseAudit(ConcludeAudit conclude) {
        this.conclude = conclude;
    }

    @Override
    public void execute(DelegateExecution execution) {
        conclude.close((String) execution.getVariable(ComplianceAudit.AUDIT_ID));
    }
}
