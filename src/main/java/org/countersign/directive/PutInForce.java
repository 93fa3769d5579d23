package org.countersign.directive;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.journal.Journal;
import org.countersign.workflow.EmergencyDirective;
import org.countersign.workflow.ForProcesses;

/** Two have signed: every license that the words cover goes dark with the commit of the second signature. */
@ForProcesses
class PutInForce implements JavaDelegate {

    private final Directives directives;
    private final Effect effect;
    private final Journal journal;

    PutInForce(Directives directives, Effect effect, Journal journal) {
        this.directives = directives;
        this.effect = effect;
        this.journal = journal;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Directive directive = directives.locked((String) execution.getVariable(EmergencyDirective.DIRECTIVE_ID));
        if (!directive.isDrafted()) {
            return; // done before: the step ran twice
        }
        Directive.Hit hit = effect.begin(directive);
        journal.record(
                "system",
                "directive-in-force",
                directive.reference(),
                Map.of("directiveId", directive.id(), "hit", hit, "expiresAt", directive.expiresAt()));
    }
}
