package org.countersign.signoff;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.task.Task;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.AgencySignOff;
import org.countersign.workflow.Unfit;
import org.springframework.stereotype.Component;

/** Who drafted a vote does not countersign it, and countersigns no case in which they drafted one. */
@Component
class Drafters implements Unfit {

    private final Votes votes;

    Drafters(Votes votes) {
        this.votes = votes;
    }

    @Override
    public Set<String> forTask(String applicationId, Task task) {
        return switch (task.getTaskDefinitionKey()) {
            case AgencySignOff.COUNTERSIGN_VOTE -> drafters(applicationId, vote -> vote.countersignature() == null);
            case AccessReview.COUNTERSIGN -> drafters(applicationId, vote -> true);
            default -> Set.of();
        };
    }

    private Set<String> drafters(String applicationId, Predicate<Vote> which) {
        return votes.ofApplication(applicationId).stream()
                .filter(which)
                .map(Vote::draftedBy)
                .collect(Collectors.toSet());
    }
}
