package org.countersign.audit;

import java.time.Clock;
import org.countersign.license.Licenses;
import org.countersign.usage.IncidentsReported;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** A lab has reported incidents: the license is audited out of its turn. Once a report, as a report is stored once. */
@Component
class AuditAfterIncidents {

    private final OrderAudit orderAudit;
    private final Licenses licenses;
    private final Clock clock;

    AuditAfterIncidents(OrderAudit orderAudit, Licenses licenses, Clock clock) {
        this.orderAudit = orderAudit;
        this.licenses = licenses;
        this.clock = clock;
    }

    @EventListener
    void on(IncidentsReported reported) {
        String licenseId = reported.licenseId();
        if (licenses.get(licenseId).isAlive(clock.instant()) && !orderAudit.isOrdered(licenseId)) {
            orderAudit.order(licenseId, reported.said(), "system");
        }
    }
}
