package org.countersign.audit;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.finding.Findings;
import org.countersign.journal.Journal;
import org.countersign.license.Suspensions;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.SanctionProposal;

/** Takes a license out of force as its agencies decided, until what they decided it for is put right. */
@ForProcesses
class SuspendOnProposal implements JavaDelegate {

    private final Proposals proposals;
    private final Suspensions suspensions;
    private final Journal journal;

    SuspendOnProposal(Proposals proposals, Suspensions suspensions, Journal journal) {
        this.proposals = proposals;
        this.suspensions = suspensions;
        this.journal = journal;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Proposal proposal = proposals.get((String) execution.getVariable(SanctionProposal.PROPOSAL_ID));
        String reasons = proposal.decision().reasons().applicant();
        String by = proposal.decision().decidedBy();
        String ground =
                proposal.ground().equals(Proposal.USAGE_REPORTS) ? Proposal.USAGE_REPORTS : Findings.SUSPENDED_FOR;
        if (suspensions.suspend(proposal.licenseId(), ground, reasons, by)) {
            journal.record(
                    by,
                    "license-suspended",
                    execution.getProcessBusinessKey(),
                    Map.of("licenseId", proposal.licenseId(), "ground", ground, "reasons", reasons));
        }
    }
}
