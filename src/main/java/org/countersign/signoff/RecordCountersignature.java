package org.countersign.signoff;

import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.application.Applications;
import org.countersign.application.AskApplicant;
import org.countersign.application.CaseStatus;
import org.countersign.clock.ClockLedger;
import org.countersign.journal.Journal;
import org.countersign.workflow.AgencySignOff;
import org.countersign.workflow.ApplicantQuestion;
import org.countersign.workflow.Completion;
import org.countersign.workflow.ForProcesses;

/** A director of the agency countersigns a draft or sends it back. Never the person who drafted it. */
@ForProcesses
class RecordCountersignature implements TaskListener {

    private final Applications applications;
    private final SignOffs signOffs;
    private final Votes votes;
    private final TimeToAsk timeToAsk;
    private final AskApplicant askApplicant;
    private final ClockLedger ledger;
    private final CaseStatus status;
    private final Journal journal;
    private final Clock clock;

    RecordCountersignature(
            Applications applications,
            SignOffs signOffs,
            Votes votes,
            TimeToAsk timeToAsk,
            AskApplicant askApplicant,
            ClockLedger ledger,
            CaseStatus status,
            Journal journal,
            Clock clock) {
        this.timeToAsk = timeToAsk;
        this.askApplicant = askApplicant;
        this.ledger = ledger;
        this.status = status;
        this.applications = applications;
        this.signOffs = signOffs;
        this.votes = votes;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void notify(DelegateTask task) {
        Completion completion = Completion.of(task);
        String agency = (String) completion.variable(AgencySignOff.AGENCY);
        completion.requireMember(AgencySignOff.directorsOf(agency));
        SignOff signOff = signOffs.current(completion.applicationId(), agency);
        Vote draft = votes.latestOf(signOff.id())
                .orElseThrow(() -> completion.refused("task", "There is no draft to countersign."));
        if (draft.draftedBy().equals(completion.actor())) {
            throw completion.refused("task", "You drafted this vote; another director must countersign it.");
        }
        boolean accepted = Boolean.parseBoolean(completion.choice(AgencySignOff.ACCEPTED, "true", "false"));
        if (accepted) {
            requireTimeLeft(completion, agency);
        }
        if (accepted && draft.asks()) {
            timeToAsk.require(completion, agency, AgencySignOff.ACCEPTED, "Send the draft back.");
        }
        String note = accepted
                ? completion.text("note")
                : completion.requiredText("note", "Say why the draft goes back, so that it can be mended.");
        votes.countersign(draft, new Vote.Countersignature(accepted, completion.actor(), note, clock.instant()));
        journal.record(
                completion.actor(),
                accepted ? "vote-countersigned" : "vote-sent-back",
                applications.get(completion.applicationId()).reference(),
                Map.of("agency", agency, "voteId", draft.id(), "vote", draft.vote(), "note", note));
        if (accepted) {
            settle(completion, agency, draft);
        }
        completion.route(AgencySignOff.ACCEPTED, accepted);
        completion.route(AgencySignOff.INFORMATION_NEEDED, accepted && draft.asks());
    }

    /** When an agency's days are over it is silent, whether or not the timer has fired. */
    private void requireTimeLeft(Completion completion, String agency) {
        ledger.open(completion.applicationId(), ClockLedger.SIGN_OFF, agency)
                .filter(run -> clock.instant().isBefore(run.dueOn()))
                .orElseThrow(() ->
                        completion.refused("task", "The days of this agency are over; its silence is being recorded."));
    }

    /** A question pauses the agency's clock, a position stops it. */
    private void settle(Completion completion, String agency, Vote draft) {
        if (draft.asks()) {
            var question = askApplicant.ask(
                    completion.applicationId(), agency, ClockLedger.SIGN_OFF, completion.actor(), draft.question());
            completion.route(ApplicantQuestion.QUESTION_ID, question.id());
        } else {
            ledger.stop(
                    completion.applicationId(),
                    ClockLedger.SIGN_OFF,
                    agency,
                    completion.actor(),
                    "Position stated: " + draft.vote());
            status.follow(completion.applicationId());
        }
    }
}
