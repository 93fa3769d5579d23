package org.countersign.signoff;

import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.application.Applications;
import org.countersign.clock.ClockLedger;
import org.countersign.journal.Journal;
import org.countersign.workflow.AgencySignOff;
import org.countersign.workflow.Completion;
import org.countersign.workflow.Escalation;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.TaskProperties;

/** A director carries a decision of the ladder up for the agency, with reasons, or lets it stand. */
@ForProcesses
class RecordEscalationResponse implements TaskListener {

    private final Applications applications;
    private final Escalations escalations;
    private final ClockLedger ledger;
    private final Journal journal;
    private final Clock clock;

    RecordEscalationResponse(
            Applications applications, Escalations escalations, ClockLedger ledger, Journal journal, Clock clock) {
        this.applications = applications;
        this.escalations = escalations;
        this.ledger = ledger;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void notify(DelegateTask task) {
        Completion completion = Completion.of(task);
        String agency = (String) completion.variable(AgencySignOff.AGENCY);
        completion.requireMember(AgencySignOff.directorsOf(agency));
        requireTimeLeft(completion);
        boolean escalates = Boolean.parseBoolean(completion.choice(Escalation.ESCALATES, "true", "false"));
        var response = new EscalationResponse(
                escalations.latestRound(completion.applicationId()),
                TaskProperties.of(task).get(Escalation.LEVEL),
                agency,
                escalates,
                escalates
                        ? completion.requiredText("reasons", "Say why this decision cannot stand for your agency.")
                        : completion.text("reasons"),
                completion.actor(),
                clock.instant());
        escalations.add(completion.applicationId(), response);
        journal.record(
                completion.actor(),
                escalates ? "escalated" : "escalation-waived",
                applications.get(completion.applicationId()).reference(),
                response);
    }

    private void requireTimeLeft(Completion completion) {
        ledger.open(completion.applicationId(), Ladder.WINDOW, Ladder.AGENCIES)
                .filter(run -> clock.instant().isBefore(run.dueOn()))
                .orElseThrow(
                        () -> completion.refused("task", "The days to carry this decision up are over; it stands."));
    }
}
