package org.countersign.notification;

import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.directive.Acknowledgements;
import org.countersign.directive.Directive;
import org.countersign.directive.Directives;
import org.countersign.lab.Labs;
import org.countersign.release.Releases;
import org.countersign.workflow.EmergencyDirective;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.TaskProperties;

/**
 * Queues the mail that tells the labs of a directive and of what becomes of it. Which mail: the property {@code notice} of
 * the task in the diagram. A reminder goes only to those that have not acknowledged.
 */
@ForProcesses
class TellLabs implements JavaDelegate {

    private static final String REMINDER = "directive-reminder";

    private final Directives directives;
    private final Acknowledgements acknowledgements;
    private final Labs labs;
    private final Releases releases;
    private final DirectiveLetters letters;
    private final Outbox outbox;

    TellLabs(
            Directives directives,
            Acknowledgements acknowledgements,
            Labs labs,
            Releases releases,
            DirectiveLetters letters,
            Outbox outbox) {
        this.directives = directives;
        this.acknowledgements = acknowledgements;
        this.labs = labs;
        this.releases = releases;
        this.letters = letters;
        this.outbox = outbox;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Directive directive = directives.get((String) execution.getVariable(EmergencyDirective.DIRECTIVE_ID));
        String kind = TaskProperties.of(execution).get(Notify.PROPERTY);
        List<String> told = kind.equals(REMINDER)
                ? acknowledgements.missingOf(directive.id())
                : directives.labsConcernedBy(directive.id());
        for (String lab : told) {
            outbox.put(
                    directive,
                    letters.write(kind, directive, releases.ofLab(lab)),
                    kind,
                    execution.getActivityInstanceId(),
                    List.of(labs.get(lab).contactEmail()));
        }
    }
}
