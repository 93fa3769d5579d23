package org.countersign.screening;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.workflow.Completion;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.PartyScreening;

/** An intake officer says whether the hits of a screening are the party on the list or only bear a name like it. */
@ForProcesses
class RecordHitResolution implements TaskListener {

    private final Applications applications;
    private final Screenings screenings;
    private final Journal journal;
    private final Clock clock;

    RecordHitResolution(Applications applications, Screenings screenings, Journal journal, Clock clock) {
        this.applications = applications;
        this.screenings = screenings;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void notify(DelegateTask task) {
        Completion completion = Completion.of(task);
        completion.requireMember("intake");
        String resolution = completion.choice(PartyScreening.RESOLUTION, Screenings.CLEARED, Screenings.TRUE_MATCH);
        String note = completion.requiredText("note", "Say what shows it, so that others can follow.");
        String applicationId = completion.applicationId();
        List<Screening.OpenHit> hits = screenings.openHitsOf(applicationId);
        hits.forEach(hit -> screenings.resolve(hit.id(), resolution, note, completion.actor(), clock.instant()));
        journal.record(
                completion.actor(),
                "screening-hits-resolved",
                applications.get(applicationId).reference(),
                Map.of(
                        "resolution", resolution,
                        "note", note,
                        "hits", hits.stream().map(Screening.OpenHit::id).toList()));
        completion.route(PartyScreening.RESOLUTION, resolution);
    }
}
