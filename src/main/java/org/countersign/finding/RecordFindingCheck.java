package org.countersign.finding;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.workflow.Completion;
import org.countersign.workflow.ComplianceAudit;
import org.countersign.workflow.FindingProcess;
import org.countersign.workflow.ForProcesses;

/** An auditor closes a finding, or says that it is not put right and until when it must be. */
@ForProcesses
class RecordFindingCheck implements TaskListener {

    private static final String CLOSED = "closed";

    private final Applications applications;
    private final Findings findings;
    private final Involved involved;
    private final Journal journal;
    private final Clock clock;

    RecordFindingCheck(Applications applications, Findings findings, Involved involved, Journal journal, Clock clock) {
        this.applications = applications;
        this.findings = findings;
        this.involved = involved;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void notify(DelegateTask task) {
        Completion completion = Completion.of(task);
        completion.requireMember(ComplianceAudit.AUDITORS);
        Finding finding = findings.get((String) completion.variable(FindingProcess.FINDING_ID));
        if (finding.raisedBy().equals(completion.actor())) {
            throw completion.refused("task", "You raised this finding; another auditor must close it.");
        }
        if (involved.isInvolved(finding, completion.actor())) {
            throw completion.refused("task", Involved.REFUSAL);
        }
        // Left out, it is closed: the note says what was seen.
        boolean mended = completion.text("outcome").isEmpty()
                || completion.choice("outcome", CLOSED, "not-mended").equals(CLOSED);
        String note = completion.requiredText("note", "Say what you have seen.");
        Instant now = clock.instant();
        Instant dueOn = mended ? null : newDate(completion, now);
        findings.add(new FindingCheck(
                finding.id(), findings.checksOf(finding.id()) + 1, mended, note, dueOn, completion.actor(), now));
        journal.record(
                completion.actor(),
                mended ? "finding-closed" : "finding-not-mended",
                applications.get(completion.applicationId()).reference(),
                told(finding, note, dueOn));
        completion.route(FindingProcess.MENDED, mended);
        if (!mended) {
            completion.route(FindingProcess.FINDING_DUE_ON, Date.from(dueOn));
        }
    }

    private static Instant newDate(Completion completion, Instant now) {
        String entered = completion.requiredText("dueOn", "Say by when it must be put right.");
        return MendBy.endOf(MendBy.day(entered, now, words -> completion.refused("dueOn", words)));
    }

    private static Map<String, String> told(Finding finding, String note, Instant dueOn) {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("findingId", finding.id());
        told.put("licenseId", finding.heldAgainst());
        told.put("note", note);
        if (dueOn != null) {
            told.put("dueOn", dueOn.toString());
        }
        return told;
    }
}
