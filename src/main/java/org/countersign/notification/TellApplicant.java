package org.countersign.notification;

import org.countersign.application.Applications;
import org.countersign.audit.EvidenceRequested;
import org.countersign.license.ConditionNews;
import org.countersign.usage.UsageNews;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells the applicant what happens outside any diagram. */
@Component
class TellApplicant {

    private final Applications applications;
    private final Outbox outbox;

    TellApplicant(Applications applications, Outbox outbox) {
        this.applications = applications;
        this.outbox = outbox;
    }

    @EventListener
    void on(UsageNews news) {
        outbox.tellApplicant(applications.get(news.applicationId()), news.kind(), news.about());
    }

    @EventListener
    void on(ConditionNews news) {
        outbox.tellApplicant(applications.get(news.applicationId()), news.kind(), news.about());
    }

    @EventListener
    void on(EvidenceRequested requested) {
        outbox.tellApplicant(applications.get(requested.applicationId()), "evidence-request", requested.requestId());
    }
}
