package org.countersign.finding;

import java.time.Clock;
import org.countersign.license.License;
import org.countersign.license.LicenseRenewed;
import org.countersign.license.Licenses;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** A renewal closes no finding: what is open is followed with the new license. */
@Component
class CarryFindings {

    private final Findings findings;
    private final Licenses licenses;
    private final Clock clock;

    CarryFindings(Findings findings, Licenses licenses, Clock clock) {
        this.findings = findings;
        this.licenses = licenses;
        this.clock = clock;
    }

    @EventListener
    void on(LicenseRenewed renewed) {
        License before = licenses.get(renewed.renewedId());
        // Won on appeal, a license can begin beside the one it was to replace: that one still answers for itself.
        if (!before.isAlive(clock.instant())) {
            findings.carryOver(before);
        }
    }
}
