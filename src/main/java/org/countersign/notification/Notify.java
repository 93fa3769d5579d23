package org.countersign.notification;

import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.lab.Labs;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.Cases;
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
    private final Letters letters;
    private final Notices notices;
    private final Cases cases;
    private final Clock clock;

    Notify(Applications applications, Labs labs, Letters letters, Notices notices, Cases cases, Clock clock) {
        this.applications = applications;
        this.labs = labs;
        this.letters = letters;
        this.notices = notices;
        this.cases = cases;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Application application = applications.get((String) execution.getVariable(AccessReview.APPLICATION_ID));
        String kind = TaskProperties.of(execution).get(PROPERTY);
        Letters.Letter letter = letters.write(kind, application);
        for (String recipient : recipientsOf(application)) {
            var notice = new Notice(
                    UUID.randomUUID().toString(),
                    application.id(),
                    kind,
                    recipient,
                    letter.subject(),
                    letter.body(),
                    clock.instant(),
                    null);
            if (notices.add(notice)) {
                cases.startNoticeDelivery(application.reference(), notice.id());
            }
        }
    }

    private Set<String> recipientsOf(Application application) {
        var recipients = new LinkedHashSet<String>();
        recipients.add(application.customer().signatory().email());
        recipients.add(labs.get(application.labId()).contactEmail());
        return recipients;
    }
}
