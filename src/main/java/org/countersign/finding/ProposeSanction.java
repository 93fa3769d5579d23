package org.countersign.finding;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.Cases;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.LicenseMonitoring;
import org.countersign.workflow.TaskProperties;

/** Brings a license before the agencies that signed. On what ground: the property {@code ground} of the task. */
@ForProcesses
class ProposeSanction implements JavaDelegate {

    private final Cases cases;

    ProposeSanction(Cases cases) {
        this.cases = cases;
    }

    @Override
    public void execute(DelegateExecution execution) {
        cases.startSanctionProposal(
                execution.getProcessBusinessKey(),
                (String) execution.getVariable(AccessReview.APPLICATION_ID),
                (String) execution.getVariable(LicenseMonitoring.LICENSE_ID),
                (String) execution.getVariable(AccessReview.CASE_TITLE),
                (String) execution.getVariable(AccessReview.RISK_BAND),
                TaskProperties.of(execution).get("ground"));
    }
}
