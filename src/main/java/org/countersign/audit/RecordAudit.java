package org.countersign.audit;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Date;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.workflow.Completion;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.LicenseMonitoring;

/** An auditor records what a periodic audit of a license has shown. */
@ForProcesses
class RecordAudit implements TaskListener {

    private static final String PASSED = "passed";
    private static final String FINDINGS = "findings";

    private final Applications applications;
    private final Licenses licenses;
    private final Audits audits;
    private final Journal journal;
    private final Clock clock;

    RecordAudit(Applications applications, Licenses licenses, Audits audits, Journal journal, Clock clock) {
        this.applications = applications;
        this.licenses = licenses;
        this.audits = audits;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void notify(DelegateTask task) {
        Completion completion = Completion.of(task);
        completion.requireMember(LicenseMonitoring.AUDITORS);
        String result = completion.choice("result", PASSED, FINDINGS, "failed");
        boolean passed = result.equals(PASSED);
        String findings =
                passed ? completion.text("findings") : completion.requiredText("findings", "Say what was found.");
        License license = licenses.get((String) completion.variable(LicenseMonitoring.LICENSE_ID));
        var audit = new Audits.Audit(
                UUID.randomUUID().toString(),
                license.id(),
                ((Date) completion.variable(LicenseMonitoring.AUDIT_DUE_ON)).toInstant(),
                result,
                findings,
                result.equals(FINDINGS) ? remedyDueOn(completion) : null,
                completion.actor(),
                clock.instant());
        audits.add(audit);
        journal.record(
                completion.actor(),
                "license-audited",
                applications.get(license.applicationId()).reference(),
                audit);
    }

    private LocalDate remedyDueOn(Completion completion) {
        String entered = completion.requiredText("dueOn", "Say by when the findings must be mended.");
        LocalDate dueOn;
        try {
            dueOn = LocalDate.parse(entered.length() > 10 ? entered.substring(0, 10) : entered);
        } catch (DateTimeParseException e) {
            throw completion.refused("dueOn", "Enter a date such as 2026-12-31.");
        }
        if (dueOn.isBefore(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))) {
            throw completion.refused("dueOn", "This date has passed already.");
        }
        return dueOn;
    }
}
