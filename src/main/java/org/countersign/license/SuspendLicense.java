package org.countersign.license;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.journal.Journal;
import org.countersign.screening.Screenings;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.LicenseMonitoring;

/** Takes a license out of force because somebody behind it is on a list. The green light is red from the commit on. */
@ForProcesses
class SuspendLicense implements JavaDelegate {

    static final String GROUND = "screening";

    /** What the officer noted stays inside; the holder and the lab read this. */
    private static final String REASONS =
            "A party behind this license is on a government screening list; intake has confirmed the match.";

    private final Suspensions suspensions;
    private final Screenings screenings;
    private final Journal journal;

    SuspendLicense(Suspensions suspensions, Screenings screenings, Journal journal) {
        this.suspensions = suspensions;
        this.screenings = screenings;
        this.journal = journal;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String licenseId = (String) execution.getVariable(LicenseMonitoring.LICENSE_ID);
        String by = screenings.matchConfirmedBy((String) execution.getVariable(AccessReview.APPLICATION_ID));
        if (suspensions.suspend(licenseId, GROUND, REASONS, by)) {
            journal.record(
                    by,
                    "license-suspended",
                    execution.getProcessBusinessKey(),
                    Map.of("licenseId", licenseId, "ground", GROUND, "reasons", REASONS));
        }
        // From here on the match keeps it out of force, and an appeal can be decided on that.
        suspensions.liftHold(licenseId, by);
    }
}
