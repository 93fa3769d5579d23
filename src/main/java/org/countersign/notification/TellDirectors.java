package org.countersign.notification;

import org.countersign.appeal.DelayOrdered;
import org.countersign.application.Applications;
import org.countersign.workflow.NobodyLeft;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells those who answer for an office what it has to do: name somebody for a task, act on an order. */
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

    @EventListener
    void on(DelayOrdered ordered) {
        outbox.put(applications.get(ordered.applicationId()), "delay-ordered", ordered.appealId(), ordered.directors());
    }
}
