package org.countersign.audit;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Applications;
import org.countersign.audit.AuditItems.Item;
import org.countersign.clock.ReviewClock;
import org.countersign.journal.Journal;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.ComplianceAudit;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.LicenseMonitoring;

/** Opens an audit and draws what it looks at. The seed and the list it was drawn from are on record. */
@ForProcesses
class SelectSample implements JavaDelegate {

    private static final String SEVERE = "severe";
    private static final int SEED_BYTES = 32;

    private final Applications applications;
    private final Licenses licenses;
    private final Audits audits;
    private final Samples samples;
    private final List<AuditItems> sources;
    private final ReviewClock reviewClock;
    private final Journal journal;
    private final Clock clock;
    private final SecureRandom chance = new SecureRandom();

    SelectSample(
            Applications applications,
            Licenses licenses,
            Audits audits,
            Samples samples,
            List<AuditItems> sources,
            ReviewClock reviewClock,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.licenses = licenses;
        this.audits = audits;
        this.samples = samples;
        this.sources = sources;
        this.reviewClock = reviewClock;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        applications.locked((String) execution.getVariable(AccessReview.APPLICATION_ID));
        String auditId = (String) execution.getVariable(ComplianceAudit.AUDIT_ID);
        License license = licenses.get((String) execution.getVariable(LicenseMonitoring.LICENSE_ID));
        boolean twoAuditors = license.band().equals(SEVERE);
        execution.setVariable(ComplianceAudit.SECOND_AUDITOR, twoAuditors);
        String occasion = (String) execution.getVariable(ComplianceAudit.OCCASION);
        Instant dueOn = ((Date) execution.getVariable(LicenseMonitoring.AUDIT_DUE_ON)).toInstant();
        // Before this audit is there: some of it is what has come since the one before.
        List<Item> items =
                sources.stream().flatMap(source -> source.of(license).stream()).toList();
        audits.open(auditId, license.id(), occasion, dueOn, twoAuditors, clock.instant());
        // Drawn after the list is complete: nobody can choose the one to fit the other.
        Sample sample = Sample.of(newSeed(), items, reviewClock.days("audit-sample"));
        samples.add(auditId, sample);
        journal.record(
                "system",
                "audit-opened",
                execution.getProcessBusinessKey(),
                told(auditId, license.id(), occasion, dueOn, sample));
    }

    private String newSeed() {
        var seed = new byte[SEED_BYTES];
        chance.nextBytes(seed);
        return HexFormat.of().formatHex(seed);
    }

    private static Map<String, Object> told(
            String auditId, String licenseId, String occasion, Instant dueOn, Sample sample) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("auditId", auditId);
        told.put("licenseId", licenseId);
        told.put("occasion", occasion);
        told.put("dueOn", dueOn.toString());
        told.put("sample", sample);
        return told;
    }
}
