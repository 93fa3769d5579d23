package org.countersign.license;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.screening.Rescreening;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.Cases;
import org.countersign.workflow.ForProcesses;

/** Hands an issued license over to the process that watches it for the rest of its life. */
@ForProcesses
class StartMonitoring implements JavaDelegate {

    private final Applications applications;
    private final Licenses licenses;
    private final Rescreening rescreening;
    private final Cases cases;

    StartMonitoring(Applications applications, Licenses licenses, Rescreening rescreening, Cases cases) {
        this.applications = applications;
        this.licenses = licenses;
        this.rescreening = rescreening;
        this.cases = cases;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Application application = applications.get((String) execution.getVariable(AccessReview.APPLICATION_ID));
        License license = licenses.ofApplication(application.id()).orElseThrow();
        cases.startMonitoring(
                application.reference(), license.id(), application.title(), license.band(), license.expiresOn());
        // While the case was decided the lists went on, and licenses are screened again only from now on.
        if (rescreening.isBehind(application.id())) {
            cases.startLicenseRescreening(application.reference(), license.id());
        }
    }
}
