package org.countersign.audit;

import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.license.OpenRevocation;
import org.countersign.workflow.AgencySignOff;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.SanctionProposal;

/** Opens the revocation of a license in the name of the director who decided so; another one, of Commerce, decides on it. */
@ForProcesses
class RevokeOnProposal implements JavaDelegate {

    private static final String CURE = "Put right what the ground names, and show that it is.";

    private final Proposals proposals;
    private final OpenRevocation openRevocation;

    RevokeOnProposal(Proposals proposals, OpenRevocation openRevocation) {
        this.proposals = proposals;
        this.openRevocation = openRevocation;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Proposal proposal = proposals.get((String) execution.getVariable(SanctionProposal.PROPOSAL_ID));
        Proposal.Decision decision = proposal.decision();
        openRevocation.open(
                proposal.licenseId(),
                new OpenRevocation.Wanted(decision.reasons().applicant(), inBounds(proposal.evidence()), CURE, null),
                decision.decidedBy(),
                List.of(AgencySignOff.directorsOf(decision.agency())));
    }

    private static String inBounds(String evidence) {
        return evidence.substring(0, Math.min(evidence.length(), OpenRevocation.LONGEST_TEXT));
    }
}
