package org.countersign.notification;

import java.util.LinkedHashSet;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.lab.Labs;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.TaskProperties;

/**
 * Queues the mail that tells the applicant and the lab of a step. It is sent by a process of its own, so
 * that a mail server that fails can never hold up or undo a case. Which mail: the property {@code notice}
 * of the task in the diagram.
 */
@ForProcesses
class Notify implements JavaDelegate {

    static final String PROPERTY = "notice";

    private final Applications applications;
    private final Labs labs;
    private final Outbox outbox;

    Notify(Applications applications, Labs labs, Outbox outbox) {
        this.applications = applications;
        this.labs = labs;
        this.outbox = outbox;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Application application = applications.get((String) execution.getVariable(AccessReview.APPLICATION_ID));
        String kind = TaskProperties.of(execution).get(PROPERTY);
        // A step that comes again, such as a second question, is told of again.
        outbox.put(application, kind, execution.getActivityInstanceId(), recipientsOf(application));
    }

    private Set<String> recipientsOf(Application application) {
        var recipients = new LinkedHashSet<String>();
        recipients.add(application.customer().signatory().email());
        recipients.add(labs.get(application.labId()).contactEmail());
        return recipients;
    }
}
