package org.countersign.directive;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.workflow.EmergencyDirective;
import org.countersign.workflow.ForProcesses;

/** Notes that a directive has come to its end, unless a node has noted it already. */
@ForProcesses
class ExpireDirective implements JavaDelegate {

    private final Expiry expiry;

    ExpireDirective(Expiry expiry) {
        this.expiry = expiry;
    }

    @Override
    public void execute(DelegateExecution execution) {
        expiry.end((String) execution.getVariable(EmergencyDirective.DIRECTIVE_ID));
    }
}
