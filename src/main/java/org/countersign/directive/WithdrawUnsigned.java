package org.countersign.directive;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.journal.Journal;
import org.countersign.workflow.EmergencyDirective;
import org.countersign.workflow.ForProcesses;

/** A draft that nobody has signed by the end it set itself is nobody's business any more. */
@ForProcesses
class WithdrawUnsigned implements JavaDelegate {

    private final Directives directives;
    private final Journal journal;

    WithdrawUnsigned(Directives directives, Journal journal) {
        this.directives = directives;
        this.journal = journal;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Directive directive = directives.locked((String) execution.getVariable(EmergencyDirective.DIRECTIVE_ID));
        if (directive.isDrafted()) {
            directives.end(directive.id(), Directive.WITHDRAWN);
            journal.record(
                    "system",
                    "directive-withdrawn",
                    directive.reference(),
                    Map.of("directiveId", directive.id(), "reasons", "Its end came before a second signature."));
        }
    }
}
