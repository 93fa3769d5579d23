package org.countersign.signoff;

import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.workflow.AgencySignOff;
import org.countersign.workflow.Completion;
import org.countersign.workflow.ForProcesses;

/** A director of the agency countersigns a draft or sends it back. Never the person who drafted it. */
@ForProcesses
class RecordCountersignature implements TaskListener {

    private final Applications applications;
    private final SignOffs signOffs;
    private final Votes votes;
    private final Journal journal;
    private final Clock clock;

    RecordCountersignature(Applications applications, SignOffs signOffs, Votes votes, Journal journal, Clock clock) {
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
        SignOff signOff = signOffs.of(completion.applicationId(), agency);
        Vote draft = votes.latestOf(signOff.id())
                .orElseThrow(() -> completion.refused("task", "There is no draft to countersign."));
        if (draft.draftedBy().equals(completion.actor())) {
            throw completion.refused("task", "You drafted this vote; another director must countersign it.");
        }
        boolean accepted = Boolean.parseBoolean(completion.choice(AgencySignOff.ACCEPTED, "true", "false"));
        String note = accepted
                ? completion.text("note")
                : completion.requiredText("note", "Say why the draft goes back, so that it can be mended.");
        votes.countersign(draft, new Vote.Countersignature(accepted, completion.actor(), note, clock.instant()));
        journal.record(
                completion.actor(),
                accepted ? "vote-countersigned" : "vote-sent-back",
                applications.get(completion.applicationId()).reference(),
                Map.of("agency", agency, "voteId", draft.id(), "vote", draft.vote(), "note", note));
        completion.route(AgencySignOff.ACCEPTED, accepted);
    }
}
