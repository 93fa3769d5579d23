package org.countersign.audit;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.workflow.Cases;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.LicenseMonitoring;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Opens the audit that is due. It goes its own way; the next one is planned at once. */
@ForProcesses
class OpenAudit implements JavaDelegate {

    private final Applications applications;
    private final Licenses licenses;
    private final Cases cases;
    private final JdbcClient db;
    private final Clock clock;

    OpenAudit(Applications applications, Licenses licenses, Cases cases, JdbcClient db, Clock clock) {
        this.applications = applications;
        this.licenses = licenses;
        this.cases = cases;
        this.db = db;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        License license = licenses.get((String) execution.getVariable(LicenseMonitoring.LICENSE_ID));
        Application application = applications.get(license.applicationId());
        Instant dueOn = ((Date) execution.getVariable(LicenseMonitoring.AUDIT_DUE_ON)).toInstant();
        // The table takes each only once: a job that runs twice undoes itself here.
        db.sql("INSERT INTO audit_due (license_id, due_on, opened_at) VALUES (?, ?, ?)")
                .params(
                        license.id(),
                        dueOn.atOffset(ZoneOffset.UTC),
                        clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        cases.startAudit(
                application.reference(),
                application.id(),
                license.id(),
                application.title(),
                license.band(),
                Audits.Audit.SCHEDULED,
                dueOn);
    }
}
