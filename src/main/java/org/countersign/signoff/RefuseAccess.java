package org.countersign.signoff;

import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Application;
import org.countersign.application.ApplicationStatus;
import org.countersign.application.Applications;
import org.countersign.application.Decision;
import org.countersign.journal.Journal;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.ForProcesses;

/** Ends a case without a license, with the reasons of those who refused. */
@ForProcesses
class RefuseAccess implements JavaDelegate {

    private final Applications applications;
    private final Votes votes;
    private final CommerceDecisions commerce;
    private final Agencies agencies;
    private final Journal journal;
    private final Clock clock;

    RefuseAccess(
            Applications applications,
            Votes votes,
            CommerceDecisions commerce,
            Agencies agencies,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.votes = votes;
        this.commerce = commerce;
        this.agencies = agencies;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Application application = applications.get((String) execution.getVariable(AccessReview.APPLICATION_ID));
        var refusedBy = commerce.on(application.id());
        String reasons = refusedBy
                .map(CommerceDecisions.CommerceDecision::reasons)
                .orElseGet(() -> objections(application.id()));
        String decidedBy =
                refusedBy.map(CommerceDecisions.CommerceDecision::signedBy).orElse("system");
        applications.decide(
                new Decision(application.id(), "denied", reasons, decidedBy, clock.instant()),
                ApplicationStatus.DENIED);
        journal.record(decidedBy, "access-refused", application.reference(), Map.of("reasons", reasons));
    }

    private String objections(String applicationId) {
        Map<String, String> names = agencies.shortNames();
        return votes.ofApplication(applicationId).stream()
                .filter(vote -> vote.isPosition() && !vote.concurs())
                .map(vote -> "%s objects (%s): %s"
                        .formatted(names.get(vote.agency()), String.join(", ", vote.criteria()), vote.reasons()))
                .collect(Collectors.joining("\n"));
    }
}
