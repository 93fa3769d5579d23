package org.countersign.license;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.countersign.application.Application;
import org.countersign.application.ApplicationStatus;
import org.countersign.application.Applications;
import org.countersign.application.Renewals;
import org.countersign.application.Submission;
import org.countersign.journal.Journal;
import org.countersign.problem.Invalid;
import org.countersign.workflow.Cases;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** A license lives on past its date while a renewal that was filed in time is not decided. */
@Component
class KeepAlive implements Renewals {

    private static final String FIELD = "renews";
    /** The timer of the expiry waits; the end of the renewal sets it again or ends the license. */
    private static final Duration NEVER_REACHED = Duration.ofDays(36_500);

    private final Applications applications;
    private final Licenses licenses;
    private final Cases cases;
    private final Journal journal;
    private final Clock clock;

    KeepAlive(Applications applications, Licenses licenses, Cases cases, Journal journal, Clock clock) {
        this.applications = applications;
        this.licenses = licenses;
        this.cases = cases;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void require(String labId, Submission renewal, Instant receivedAt) {
        License found = licenses.find(labId, renewal.renews())
                .orElseThrow(() -> new Invalid(FIELD, "There is no such license of your lab."));
        applications.locked(found.applicationId());
        License license = licenses.get(found.id());
        if (!license.releaseId().equals(renewal.releaseId())
                || !license.customerId().equals(renewal.customer().customerId())) {
            throw new Invalid(FIELD, "That license is for another customer or another release.");
        }
        if (license.keptAliveBy() != null) {
            throw new Invalid(FIELD, "A renewal of that license is open already.");
        }
        if (!license.isAlive(receivedAt)) {
            throw new Invalid(FIELD, "That license is no longer in force; apply without naming it.");
        }
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void begin(Application renewal) {
        License license = licenses.get(renewal.submission().renews());
        Application issued = applications.locked(license.applicationId());
        licenses.keepAlive(license.id(), renewal.id());
        journal.record(
                renewal.labId(),
                "renewal-received",
                issued.reference(),
                Map.of("licenseId", license.id(), "applicationId", renewal.id(), "renewal", renewal.reference()));
        cases.setExpiry(issued.reference(), license.expiresOn().plus(NEVER_REACHED));
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void end(Application renewal, ApplicationStatus outcome) {
        if (renewal.submission().renews() == null) {
            return;
        }
        License named = licenses.get(renewal.submission().renews());
        Application issued = applications.locked(named.applicationId());
        License license = licenses.get(named.id());
        if (!renewal.id().equals(license.keptAliveBy())) {
            return; // it has come to its end in another way
        }
        Instant now = clock.instant();
        boolean renewed =
                outcome == ApplicationStatus.APPROVED || outcome == ApplicationStatus.APPROVED_WITH_CONDITIONS;
        if (!renewed && now.isBefore(license.expiresOn())) {
            licenses.letGo(license.id());
            cases.setExpiry(issued.reference(), license.expiresOn());
            return;
        }
        licenses.end(license.id());
        journal.record(
                "system",
                "license-expired",
                issued.reference(),
                Map.of("licenseId", license.id(), "renewal", renewal.reference(), "outcome", outcome.key()));
        cases.endMonitoring(issued.reference());
        cases.endRevocation(issued.reference());
    }
}
