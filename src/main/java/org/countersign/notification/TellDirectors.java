package org.countersign.notification;

import org.countersign.application.Applications;
import org.countersign.workflow.NobodyLeft;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells the directors of an agency that everybody who could complete a task has stepped back. */
@Component
class TellDirectors {

    private final Applications applications;
    private final Outbox outbox;

    TellDirectors(Applications applications, Outbox outbox) {
        this.applications = applications;
        this.outbox = outbox;
    }

    @EventListener
    void on(NobodyLeft left) {
        outbox.put(applications.get(left.applicationId()), "nobody-left", left.taskId(), left.directors());
    }
}
