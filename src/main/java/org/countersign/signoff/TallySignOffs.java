package org.countersign.signoff;

import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.ForProcesses;

/** Do all required agencies concur? Answered from the signed rows, not from what the process remembers. */
@ForProcesses
class TallySignOffs implements JavaDelegate {

    private final SignOffs signOffs;
    private final Votes votes;

    TallySignOffs(SignOffs signOffs, Votes votes) {
        this.signOffs = signOffs;
        this.votes = votes;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String applicationId = (String) execution.getVariable(AccessReview.APPLICATION_ID);
        Set<String> concurring = votes.ofApplication(applicationId).stream()
                .filter(vote -> vote.isPosition() && vote.concurs())
                .map(Vote::agency)
                .collect(Collectors.toSet());
        boolean allConcur =
                signOffs.of(applicationId).stream().map(SignOff::agency).allMatch(concurring::contains);
        execution.setVariable(AccessReview.ALL_CONCUR, allConcur);
    }
}
