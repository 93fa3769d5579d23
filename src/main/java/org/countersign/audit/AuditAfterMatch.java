package org.countersign.audit;

import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.license.Licenses;
import org.countersign.screening.Screenings;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.LicenseMonitoring;

/** Somebody behind a license is on a list: what the release was used for until then is looked at, suspended or not. */
@ForProcesses
class AuditAfterMatch implements JavaDelegate {

    private static final String REASONS =
            "A party behind this license is on a government screening list; intake has confirmed the match.";

    private final OrderAudit orderAudit;
    private final Licenses licenses;
    private final Screenings screenings;
    private final Clock clock;

    AuditAfterMatch(OrderAudit orderAudit, Licenses licenses, Screenings screenings, Clock clock) {
        this.orderAudit = orderAudit;
        this.licenses = licenses;
        this.screenings = screenings;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String licenseId = (String) execution.getVariable(LicenseMonitoring.LICENSE_ID);
        if (licenses.get(licenseId).isAlive(clock.instant()) && !orderAudit.isOrdered(licenseId)) {
            orderAudit.order(licenseId, REASONS, screenings.matchConfirmedBy((String)
                    execution.getVariable(AccessReview.APPLICATION_ID)));
        }
    }
}
