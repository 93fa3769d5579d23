package org.countersign.license;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Application;
import org.countersign.application.ApplicationStatus;
import org.countersign.application.Applications;
import org.countersign.application.CloseCase;
import org.countersign.clock.ReviewClock;
import org.countersign.journal.Journal;
import org.countersign.risk.RiskAssessments;
import org.countersign.signoff.CommerceDecisions;
import org.countersign.signoff.Votes;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.Policies;
import org.countersign.workflow.Reasons;

/** Issues the license of a signed case, with the conditions its agencies set. */
@ForProcesses
class IssueLicense implements JavaDelegate {

    private final Applications applications;
    private final RiskAssessments assessments;
    private final Votes votes;
    private final CommerceDecisions commerce;
    private final Licenses licenses;
    private final Policies policies;
    private final ReviewClock reviewClock;
    private final CloseCase closeCase;
    private final Journal journal;
    private final Clock clock;

    IssueLicense(
            Applications applications,
            RiskAssessments assessments,
            Votes votes,
            CommerceDecisions commerce,
            Licenses licenses,
            Policies policies,
            ReviewClock reviewClock,
            CloseCase closeCase,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.assessments = assessments;
        this.votes = votes;
        this.commerce = commerce;
        this.licenses = licenses;
        this.policies = policies;
        this.reviewClock = reviewClock;
        this.closeCase = closeCase;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Application application = applications.get((String) execution.getVariable(AccessReview.APPLICATION_ID));
        if (licenses.ofApplication(application.id()).isPresent()) {
            return; // done before: the job ran twice
        }
        License license = licenseFor(application);
        licenses.add(license);
        decide(application, license);
        journal.record("system", "license-issued", application.reference(), license);
    }

    private License licenseFor(Application application) {
        String band = assessments.of(application.id()).orElseThrow().band();
        Policies.Answer interval = policies.ask("audit-interval", Map.of("band", band));
        Instant now = clock.instant();
        return new License(
                UUID.randomUUID().toString(),
                application.id(),
                application.labId(),
                application.releaseId(),
                application.customer().customerId(),
                application.submission().useCase().population().foreignPersons(),
                band,
                License.ISSUED,
                now,
                reviewClock.dueAfter(now, "license"),
                ((Number) interval.only()).intValue(),
                conditionsSetFor(application.id()));
    }

    private List<License.Condition> conditionsSetFor(String applicationId) {
        return votes.ofApplication(applicationId).stream()
                .filter(vote -> vote.isPosition() && vote.concurs())
                .flatMap(vote -> vote.conditions().stream()
                        .map(text -> new License.Condition(UUID.randomUUID().toString(), vote.agency(), text, null)))
                .toList();
    }

    private void decide(Application application, License license) {
        var signature = commerce.on(application.id()).orElseThrow();
        ApplicationStatus outcome = license.conditions().isEmpty()
                ? ApplicationStatus.APPROVED
                : ApplicationStatus.APPROVED_WITH_CONDITIONS;
        Reasons reasons = signature.reasons().applicant().isEmpty()
                ? new Reasons(
                        "Commerce has countersigned what the required agencies have decided.",
                        signature.reasons().publicly(),
                        signature.reasons().internally())
                : signature.reasons();
        closeCase.close(application.id(), outcome, reasons, signature.signedBy());
    }
}
