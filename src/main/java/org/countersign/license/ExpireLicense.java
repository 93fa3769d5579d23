package org.countersign.license;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.workflow.Cases;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.LicenseMonitoring;

/** Notes that a license has come to its end. The green light went out by itself at that moment. */
@ForProcesses
class ExpireLicense implements JavaDelegate {

    private final Applications applications;
    private final Licenses licenses;
    private final Cases cases;
    private final Journal journal;

    ExpireLicense(Applications applications, Licenses licenses, Cases cases, Journal journal) {
        this.applications = applications;
        this.licenses = licenses;
        this.cases = cases;
        this.journal = journal;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String licenseId = (String) execution.getVariable(LicenseMonitoring.LICENSE_ID);
        // The steps of a case follow one another: whoever decides on this license now is done before, or comes too
        // late.
        applications.locked(licenses.get(licenseId).applicationId());
        if (licenses.expire(licenseId)) {
            journal.record(
                    "system", "license-expired", execution.getProcessBusinessKey(), Map.of("licenseId", licenseId));
            cases.licenseExpired(execution.getProcessBusinessKey());
        }
    }
}
