package org.countersign.audit;

import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.journal.Journal;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.SanctionProposal;

/** What a sanction was proposed for is over, or the license is. */
@ForProcesses
class DropProposal implements JavaDelegate {

    private final Proposals proposals;
    private final Journal journal;
    private final Clock clock;

    DropProposal(Proposals proposals, Journal journal, Clock clock) {
        this.proposals = proposals;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String id = (String) execution.getVariable(SanctionProposal.PROPOSAL_ID);
        if (proposals.close(id, Proposal.MOOT, clock.instant())) {
            journal.record("system", "sanction-moot", execution.getProcessBusinessKey(), Map.of("proposalId", id));
        }
    }
}
