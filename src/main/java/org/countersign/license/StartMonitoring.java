package org.countersign.license;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.Cases;
import org.countersign.workflow.ForProcesses;

/** Hands an issued license over to the process that watches it for the rest of its life. */
@ForProcesses
class StartMonitoring implements JavaDelegate {

    private final Applications applications;
    private final Licenses licenses;
    private final Cases cases;

    StartMonitoring(Applications applications, Licenses licenses, Cases cases) {
        this.applications = applications;
        this.licenses = licenses;
        this.cases = cases;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Application application = applications.get((String) execution.getVariable(AccessReview.APPLICATION_ID));
        License license = licenses.ofApplication(application.id()).orElseThrow();
        cases.startMonitoring(
                application.reference(),
                application.id(),
                license.id(),
                application.title(),
                license.band(),
                license.expiresOn());
        if (license.status().equals(License.SUSPENDED)) {
            // Its parties could not be screened, or a hit waits for a person.
            cases.startLicenseScreening(application.reference(), application.id(), license.id(), application.title());
        }
    }
}
