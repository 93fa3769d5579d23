package org.countersign.audit;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.audit.Audits.Audit;
import org.countersign.clock.ReviewClock;
import org.countersign.finding.Involved;
import org.countersign.finding.MendBy;
import org.countersign.journal.Journal;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.workflow.Completion;
import org.countersign.workflow.ComplianceAudit;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.LicenseMonitoring;

/** An auditor records what an audit of a license has shown. Never somebody who took part in its case. */
@ForProcesses
class RecordAudit implements TaskListener {

    private static final int MOST_FINDINGS = 40;

    private final Applications applications;
    private final Licenses licenses;
    private final Audits audits;
    private final ConcludeAudit conclude;
    private final Involved involved;
    private final ReviewClock reviewClock;
    private final Journal journal;
    private final Clock clock;

    RecordAudit(
            Applications applications,
            Licenses licenses,
            Audits audits,
            ConcludeAudit conclude,
            Involved involved,
            ReviewClock reviewClock,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.licenses = licenses;
        this.audits = audits;
        this.conclude = conclude;
        this.involved = involved;
        this.reviewClock = reviewClock;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void notify(DelegateTask task) {
        Completion completion = Completion.of(task);
        completion.requireMember(ComplianceAudit.AUDITORS);
        License license = licenses.get((String) completion.variable(LicenseMonitoring.LICENSE_ID));
        Application application = applications.get(license.applicationId());
        if (involved.isInvolved(application.id(), completion.actor())) {
            throw completion.refused("task", Involved.REFUSAL);
        }
        String result = completion.choice("result", Audit.PASSED, Audit.FINDINGS, Audit.FAILED);
        String findings = findings(completion, result);
        LocalDate remedyDueOn = remedyDueOn(completion, result);
        String auditId = (String) completion.variable(ComplianceAudit.AUDIT_ID);
        boolean withinMonitoring = auditId == null;
        if (withinMonitoring) { // begun when license-monitoring still audited by itself
            auditId = UUID.randomUUID().toString();
            Instant dueOn = ((Date) completion.variable(LicenseMonitoring.AUDIT_DUE_ON)).toInstant();
            audits.open(auditId, license.id(), Audit.SCHEDULED, dueOn, false, clock.instant());
        }
        var recorded = new Audits.Result(
                auditId,
                audits.get(auditId).round() + 1,
                result,
                findings,
                remedyDueOn,
                completion.actor(),
                clock.instant());
        audits.add(recorded);
        journal.record(completion.actor(), "audit-result-recorded", application.reference(), told(recorded, license));
        if (withinMonitoring) {
            conclude.close(auditId);
            conclude.raiseFindings(auditId);
        } else {
            completion.route(ComplianceAudit.AUDIT_RESULT, result);
        }
    }

    private static String findings(Completion completion, String result) {
        if (result.equals(Audit.PASSED)) {
            return completion.text("findings");
        }
        String findings = completion.requiredText("findings", "Say what was found.");
        if (ConcludeAudit.linesOf(findings).size() > MOST_FINDINGS) {
            throw completion.refused("findings", "At most %d findings, please.".formatted(MOST_FINDINGS));
        }
        return findings;
    }

    /** What failed has to be put right, too; without a date in the days the table gives. */
    private LocalDate remedyDueOn(Completion completion, String result) {
        if (result.equals(Audit.PASSED)) {
            return null;
        }
        Instant now = clock.instant();
        if (result.equals(Audit.FAILED) && completion.text("dueOn").isEmpty()) {
            return LocalDate.ofInstant(reviewClock.dueAfter(now, "remedy"), ZoneOffset.UTC);
        }
        String entered = completion.requiredText("dueOn", "Say by when the findings must be mended.");
        return MendBy.day(entered, now, words -> completion.refused("dueOn", words));
    }

    private static Map<String, Object> told(Audits.Result result, License license) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("auditId", result.auditId());
        told.put("licenseId", license.id());
        told.put("round", result.round());
        told.put("result", result.result());
        told.put("findings", result.findings());
        if (result.remedyDueOn() != null) {
            told.put("dueOn", result.remedyDueOn().toString());
        }
        return told;
    }
}
