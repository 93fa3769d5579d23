package org.countersign.directive;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.journal.Journal;
import org.countersign.workflow.EmergencyDirective;
import org.countersign.workflow.ForProcesses;

/** Two have signed the lifting: licenses that nothing else darkens are green with the commit of the second signature. */
@ForProcesses
class ApplyLifting implements JavaDelegate {

    private final Directives directives;
    private final Changes changes;
    private final Effect effect;
    private final Journal journal;

    ApplyLifting(Directives directives, Changes changes, Effect effect, Journal journal) {
        this.directives = directives;
        this.changes = changes;
        this.effect = effect;
        this.journal = journal;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Directive directive = directives.locked((String) execution.getVariable(EmergencyDirective.DIRECTIVE_ID));
        Changes.Change change = changes.latestOf(directive.id()).orElseThrow();
        boolean done = !directive.state().equals(Directive.IN_FORCE)
                || !change.lifts() && directive.carveOuts().containsAll(change.carveOuts());
        if (done) {
            return; // done before: the step ran twice
        }
        int licenses = change.lifts() ? effect.lift(directive) : effect.narrow(directive, change.carveOuts());
        journal.record(
                "system",
                change.lifts() ? "directive-lifted" : "directive-narrowed",
                directive.reference(),
                Map.of(
                        "directiveId", directive.id(),
                        "step", change.step(),
                        "carveOuts", change.carveOuts(),
                        "licenses", licenses));
    }
}
