package org.countersign.license;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.problem.WrongState;
import org.countersign.workflow.Cases;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** A lab gives a license back, whatever lies upon it. Nobody audits it any longer. */
@Component
class SurrenderLicense {

    private final Applications applications;
    private final Licenses licenses;
    private final Journal journal;
    private final Cases cases;
    private final Clock clock;

    SurrenderLicense(Applications applications, Licenses licenses, Journal journal, Cases cases, Clock clock) {
        this.applications = applications;
        this.licenses = licenses;
        this.journal = journal;
        this.cases = cases;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void surrender(License license, String reasons, String surrenderedBy) {
        Application application = applications.locked(license.applicationId());
        License now = licenses.get(license.id());
        if (now.status().equals(License.SURRENDERED)) {
            return;
        }
        if (!now.isAlive(clock.instant()) || !licenses.surrender(license.id())) {
            String end = now.status().equals(License.REVOKED) ? License.REVOKED : License.EXPIRED;
            throw new WrongState("This license is %s and can no longer be surrendered.".formatted(end));
        }
        Map<String, String> said = new LinkedHashMap<>();
        said.put("licenseId", license.id());
        said.put("reasons", reasons == null || reasons.isBlank() ? "Surrendered by the lab." : reasons.strip());
        journal.record(surrenderedBy, "license-surrendered", application.reference(), said);
        cases.licenseSurrendered(application.reference());
        cases.endRevocation(application.reference());
    }
}
