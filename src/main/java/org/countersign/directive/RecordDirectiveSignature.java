package org.countersign.directive;

import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.journal.Journal;
import org.countersign.workflow.Completion;
import org.countersign.workflow.EmergencyDirective;
import org.countersign.workflow.ForProcesses;

/** A director of another agency signs a directive, which puts it in force in this very step, or refuses it. */
@ForProcesses
class RecordDirectiveSignature implements TaskListener {

    private final Directives directives;
    private final SecondSignature secondSignature;
    private final Journal journal;
    private final Clock clock;

    RecordDirectiveSignature(Directives directives, SecondSignature secondSignature, Journal journal, Clock clock) {
        this.directives = directives;
        this.secondSignature = secondSignature;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void notify(DelegateTask task) {
        Completion completion = Completion.of(task);
        Directive directive = directives.locked(SecondSignature.directiveId(completion));
        if (!directive.isDrafted() || !clock.instant().isBefore(directive.expiresAt())) {
            throw completion.refused("task", "The end this directive set itself has passed; draft it anew.");
        }
        var signature =
                secondSignature.of(completion, directive.id(), 0, directive.draftedBy(), directive.draftedFor());
        if (!signature.accepted()) {
            directives.end(directive.id(), Directive.REFUSED);
        }
        journal.record(
                completion.actor(),
                signature.accepted() ? "directive-countersigned" : "directive-refused",
                directive.reference(),
                Map.of("directiveId", directive.id(), "agency", signature.signedFor(), "note", signature.note()));
        completion.route(EmergencyDirective.SIGNING, signature.accepted() ? "signed" : Directive.REFUSED);
    }
}
