package org.countersign.finding;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.FindingProcess;
import org.countersign.workflow.ForProcesses;

/** A finding was not put right by its date. */
@ForProcesses
class RecordOverdueFinding implements JavaDelegate {

    private final Applications applications;
    private final Findings findings;
    private final Journal journal;

    RecordOverdueFinding(Applications applications, Findings findings, Journal journal) {
        this.applications = applications;
        this.findings = findings;
        this.journal = journal;
    }

    @Override
    public void execute(DelegateExecution execution) {
        applications.locked((String) execution.getVariable(AccessReview.APPLICATION_ID));
        Finding finding = findings.get((String) execution.getVariable(FindingProcess.FINDING_ID));
        journal.record(
                "system",
                "finding-overdue",
                execution.getProcessBusinessKey(),
                Map.of(
                        "findingId", finding.id(),
                        "licenseId", finding.heldAgainst(),
                        "dueOn", finding.dueOn().toString()));
    }
}
