package org.countersign.license;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.journal.Journal;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.LicenseMonitoring;

/** Notes that a license has come to its end. The green light went out by itself at that moment. */
@ForProcesses
class ExpireLicense implements JavaDelegate {

    private final Licenses licenses;
    private final Journal journal;

    ExpireLicense(Licenses licenses, Journal journal) {
        this.licenses = licenses;
        this.journal = journal;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String licenseId = (String) execution.getVariable(LicenseMonitoring.LICENSE_ID);
        if (licenses.expire(licenseId)) {
            journal.record(
                    "system", "license-expired", execution.getProcessBusinessKey(), Map.of("licenseId", licenseId));
        }
    }
}
