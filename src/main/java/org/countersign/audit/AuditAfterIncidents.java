package org.countersign.audit;

import java.time.Clock;
import java.util.Optional;
import org.countersign.license.License;
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
        living(reported.licenseId())
                .map(License::id)
                .filter(id -> !orderAudit.isOrdered(id))
                .ifPresent(id -> orderAudit.order(id, reported.said(), "system"));
    }

    /** The license or, as its last month is reported after a renewal, the one in its place. */
    private Optional<License> living(String licenseId) {
        License license = licenses.get(licenseId);
        return license.isAlive(clock.instant())
                ? Optional.of(license)
                : licenses.renewalOf(licenseId).flatMap(renewal -> living(renewal.id()));
    }
}
