package org.countersign.notification;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Application;
import org.countersign.application.Applications;
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
    private final Outbox outbox;

    Notify(Applications applications, Outbox outbox) {
        this.applications = applications;
        this.outbox = outbox;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Application application = applications.get((String) execution.getVariable(AccessReview.APPLICATION_ID));
        String kind = TaskProperties.of(execution).get(PROPERTY);
        // A step that comes again, such as a second question, is told of again.
        outbox.tellApplicant(application, kind, execution.getActivityInstanceId());
    }
}
