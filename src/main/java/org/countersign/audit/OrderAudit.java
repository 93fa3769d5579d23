package org.countersign.audit;

import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.audit.Audits.Audit;
import org.countersign.journal.Journal;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.problem.NotFound;
import org.countersign.problem.Refused;
import org.countersign.problem.WrongState;
import org.countersign.signoff.Agencies;
import org.countersign.workflow.AgencySignOff;
import org.countersign.workflow.Cases;
import org.countersign.workflow.ComplianceAudit;
import org.countersign.workflow.Duties;
import org.countersign.workflow.Recusals;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** An audit out of its turn. The scheduled ones go on as if there had been none. */
@Component
public class OrderAudit {

    private final Applications applications;
    private final Licenses licenses;
    private final Audits audits;
    private final Agencies agencies;
    private final Recusals recusals;
    private final Cases cases;
    private final Journal journal;
    private final Clock clock;

    OrderAudit(
            Applications applications,
            Licenses licenses,
            Audits audits,
            Agencies agencies,
            Recusals recusals,
            Cases cases,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.licenses = licenses;
        this.audits = audits;
        this.agencies = agencies;
        this.recusals = recusals;
        this.cases = cases;
        this.journal = journal;
        this.clock = clock;
    }

    /** By a director or an auditor. @return its id */
    @Transactional(propagation = Propagation.MANDATORY)
    public String order(String licenseId, String reasons, String by, Collection<String> groups) {
        License license = licenses.find(licenseId).orElseThrow(() -> new NotFound("license"));
        Duties.requireFit(groups, "id");
        if (!mayOrder(groups)) {
            throw new Refused(HttpStatus.FORBIDDEN, "id", "Only a director or an auditor can order an audit.");
        }
        if (recusals.hasSteppedBack(license.applicationId(), by)) {
            throw new Refused(HttpStatus.FORBIDDEN, "id", "You have stepped back from this case.");
        }
        return order(licenseId, reasons, by);
    }

    /** As the registry itself orders one, after what was confirmed. @return its id */
    @Transactional(propagation = Propagation.MANDATORY)
    public String order(String licenseId, String reasons, String by) {
        Application application = applications.locked(licenses.get(licenseId).applicationId());
        License license = licenses.get(licenseId);
        if (!license.isAlive(clock.instant())) {
            throw new WrongState("This license is no longer in force; there is nothing to audit.");
        }
        if (isOrdered(licenseId)) {
            throw new WrongState("An audit of this license is ordered already, and open.");
        }
        String auditId = UUID.randomUUID().toString();
        cases.startAudit(
                auditId,
                application.reference(),
                application.id(),
                licenseId,
                application.title(),
                license.band(),
                Audit.ORDERED,
                clock.instant());
        audits.addOrder(auditId, reasons, by, clock.instant());
        journal.record(
                by,
                "audit-ordered",
                application.reference(),
                Map.of("auditId", auditId, "licenseId", licenseId, "reasons", reasons));
        return auditId;
    }

    /** Whether an audit that somebody ordered is still open: another would find the same. */
    boolean isOrdered(String licenseId) {
        return audits.of(licenseId).stream()
                .anyMatch(audit -> audit.isOpen() && audit.occasion().equals(Audit.ORDERED));
    }

    private boolean mayOrder(Collection<String> groups) {
        return groups.contains(ComplianceAudit.AUDITORS)
                || agencies.all().stream()
                        .map(agency -> AgencySignOff.directorsOf(agency.id()))
                        .anyMatch(groups::contains);
    }
}
