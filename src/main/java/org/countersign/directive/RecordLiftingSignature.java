package org.countersign.directive;

import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.journal.Journal;
import org.countersign.workflow.Completion;
import org.countersign.workflow.EmergencyDirective;
import org.countersign.workflow.ForProcesses;

/** A director of another agency signs a lifting, which lifts in this very step, or refuses it: the directive stays. */
@ForProcesses
class RecordLiftingSignature implements TaskListener {

    private final Directives directives;
    private final Changes changes;
    private final SecondSignature secondSignature;
    private final Journal journal;
    private final Clock clock;

    RecordLiftingSignature(
            Directives directives, Changes changes, SecondSignature secondSignature, Journal journal, Clock clock) {
        this.directives = directives;
        this.changes = changes;
        this.secondSignature = secondSignature;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void notify(DelegateTask task) {
        Completion completion = Completion.of(task);
        Directive directive = directives.locked(SecondSignature.directiveId(completion));
        if (!directive.isInForce(clock.instant())) {
            throw completion.refused("task", "This directive is over.");
        }
        Changes.Change change = changes.latestOf(directive.id())
                .orElseThrow(() -> completion.refused("task", "There is nothing to sign."));
        var signature =
                secondSignature.of(completion, directive.id(), change.step(), change.draftedBy(), change.draftedFor());
        journal.record(
                completion.actor(),
                signature.accepted() ? "directive-lifting-countersigned" : "directive-lifting-refused",
                directive.reference(),
                Map.of(
                        "directiveId", directive.id(),
                        "step", change.step(),
                        "agency", signature.signedFor(),
                        "note", signature.note()));
        completion.route(EmergencyDirective.LIFTING, signature.accepted() ? change.outcome() : "refused");
    }
}
