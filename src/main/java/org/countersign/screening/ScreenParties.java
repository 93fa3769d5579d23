package org.countersign.screening;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.PartyScreening;

/** Screens everybody behind an application. When nobody can be screened the case waits; it never passes. */
@ForProcesses
class ScreenParties implements JavaDelegate {

    private final CurrentScreening screening;

    ScreenParties(CurrentScreening screening) {
        this.screening = screening;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String applicationId = (String) execution.getVariable(PartyScreening.APPLICATION_ID);
        execution.setVariable(PartyScreening.SCREENING_RESULT, screening.resultFor(applicationId));
    }
}
