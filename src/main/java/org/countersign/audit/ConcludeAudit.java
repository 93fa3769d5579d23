package org.countersign.audit;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.countersign.application.Applications;
import org.countersign.audit.Audits.Audit;
import org.countersign.finding.Finding;
import org.countersign.finding.Findings;
import org.countersign.finding.MendBy;
import org.countersign.journal.Journal;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.springframework.stereotype.Component;

/** What follows from the result of an audit once nobody has to confirm it any more. */
@Component
class ConcludeAudit {

    private final Applications applications;
    private final Licenses licenses;
    private final Audits audits;
    private final Findings findings;
    private final Journal journal;
    private final Clock clock;

    ConcludeAudit(
            Applications applications,
            Licenses licenses,
            Audits audits,
            Findings findings,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.licenses = licenses;
        this.audits = audits;
        this.findings = findings;
        this.journal = journal;
        this.clock = clock;
    }

    void close(String auditId) {
        Audit audit = audits.get(auditId);
        License license = licenses.get(audit.licenseId());
        if (audits.close(auditId, Audit.CLOSED, clock.instant())) {
            journal.record(
                    audit.auditedBy(),
                    "license-audited",
                    applications.get(license.applicationId()).reference(),
                    told(audit));
        }
    }

    /** One for each line. */
    void raiseFindings(String auditId) {
        Audit audit = audits.get(auditId);
        if (audit.result().equals(Audit.PASSED)) {
            return;
        }
        License license = licenses.get(audit.licenseId());
        Instant dueOn = MendBy.endOf(audit.remedyDueOn());
        linesOf(audit.findings())
                .forEach(line -> findings.raise(license, Finding.AUDIT, auditId, line, dueOn, audit.auditedBy()));
    }

    static List<String> linesOf(String findings) {
        return findings.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static Map<String, Object> told(Audit audit) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("auditId", audit.id());
        told.put("licenseId", audit.licenseId());
        told.put("result", audit.result());
        if (audit.confirmedBy() != null) {
            told.put("confirmedBy", audit.confirmedBy());
        }
        return told;
    }
}
