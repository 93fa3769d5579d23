package org.countersign.workflow;

import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What happens to a license while it is in force: starts, and ends, its audits, findings and proposed sanctions. */
@Component
class Oversight {

    private final RuntimeService runtime;

    Oversight(@Lazy RuntimeService runtime) {
        this.runtime = runtime;
    }

    /** The license of a case, as each of these processes knows it. */
    record Watched(String reference, String applicationId, String licenseId, String caseTitle, String riskBand) {

        private Map<String, Object> variables() {
            var variables = new HashMap<String, Object>();
            variables.put(AccessReview.APPLICATION_ID, applicationId);
            variables.put(LicenseMonitoring.LICENSE_ID, licenseId);
            variables.put(AccessReview.CASE_TITLE, caseTitle);
            variables.put(AccessReview.RISK_BAND, riskBand);
            return variables;
        }
    }

    void startAudit(Watched license, String auditId, String occasion, Instant dueOn) {
        Map<String, Object> variables = license.variables();
        variables.put(ComplianceAudit.AUDIT_ID, auditId);
        variables.put(ComplianceAudit.OCCASION, occasion);
        variables.put(LicenseMonitoring.AUDIT_DUE_ON, Date.from(dueOn));
        runtime.startProcessInstanceByKey(ComplianceAudit.KEY, license.reference(), variables);
    }

    void startFinding(Watched license, String findingId, Instant dueOn) {
        Map<String, Object> variables = license.variables();
        variables.put(FindingProcess.FINDING_ID, findingId);
        variables.put(FindingProcess.FINDING_DUE_ON, Date.from(dueOn));
        runtime.startProcessInstanceByKey(FindingProcess.KEY, license.reference(), variables);
    }

    /** Once on each ground: what is proposed already is not proposed again. */
    void startSanctionProposal(Watched license, String ground) {
        if (proposals(license.reference(), ground).isEmpty()) {
            Map<String, Object> variables = license.variables();
            variables.put(SanctionProposal.SANCTION_GROUND, ground);
            runtime.startProcessInstanceByKey(SanctionProposal.KEY, license.reference(), variables);
        }
    }

    void endSanctionProposals(String reference, String ground) {
        proposals(reference, ground).forEach(proposal -> correlate(SanctionProposal.PROPOSAL_MOOT, proposal.getId()));
    }

    /** The license is at its end: there is nothing left to audit, to mend or to take away. */
    void end(String reference) {
        for (String process : new String[] {ComplianceAudit.KEY, FindingProcess.KEY, SanctionProposal.KEY}) {
            runtime.createProcessInstanceQuery()
                    .processInstanceBusinessKey(reference)
                    .processDefinitionKey(process)
                    .list()
                    .forEach(instance -> correlate(LicenseMonitoring.LICENSE_ENDED, instance.getId()));
        }
    }

    private List<ProcessInstance> proposals(String reference, String ground) {
        return runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(reference)
                .processDefinitionKey(SanctionProposal.KEY)
                .variableValueEquals(SanctionProposal.SANCTION_GROUND, ground)
                .list();
    }

    private void correlate(String message, String instance) {
        runtime.createMessageCorrelation(message).processInstanceId(instance).correlate();
    }
}
