package org.countersign.notification;

import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.NoticeDelivery;

/** Sends one queued notice. A failure fails the job, which the engine retries and then shows as an incident. */
@ForProcesses
class SendNotice implements JavaDelegate {

    private final Notices notices;
    private final Post post;
    private final Clock clock;

    SendNotice(Notices notices, Post post, Clock clock) {
        this.notices = notices;
        this.post = post;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Notice notice = notices.get((String) execution.getVariable(NoticeDelivery.NOTICE_ID));
        if (notice.sentAt() == null) {
            post.send(notice);
            notices.markSent(notice.id(), clock.instant());
        }
    }
}
