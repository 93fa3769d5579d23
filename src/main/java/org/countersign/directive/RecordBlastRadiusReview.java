package org.countersign.directive;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.journal.Journal;
import org.countersign.workflow.Completion;
import org.countersign.workflow.EmergencyDirective;
import org.countersign.workflow.ForProcesses;

/** Whoever drafted a directive has seen whom it hits, and goes on or takes it back. */
@ForProcesses
class RecordBlastRadiusReview implements TaskListener {

    private static final String GO_ON = "go-on";

    private final Directives directives;
    private final Journal journal;

    RecordBlastRadiusReview(Directives directives, Journal journal) {
        this.directives = directives;
        this.journal = journal;
    }

    @Override
    public void notify(DelegateTask task) {
        Completion completion = Completion.of(task);
        Directive directive = directives.get((String) completion.variable(EmergencyDirective.DIRECTIVE_ID));
        if (!directive.draftedBy().equals(completion.actor())) {
            throw completion.refused("task", "Only %s, who drafted it, can do this.".formatted(directive.draftedBy()));
        }
        String outcome = completion.text("outcome").isEmpty() ? GO_ON : completion.choice("outcome", GO_ON, "withdraw");
        if (outcome.equals(GO_ON)) {
            completion.route(EmergencyDirective.SIGNING, "reviewed");
            return;
        }
        directives.end(directive.id(), Directive.WITHDRAWN);
        journal.record(
                completion.actor(),
                "directive-withdrawn",
                directive.reference(),
                Map.of("directiveId", directive.id()));
        completion.route(EmergencyDirective.SIGNING, Directive.WITHDRAWN);
    }
}
