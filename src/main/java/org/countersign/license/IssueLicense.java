package org.countersign.license;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Application;
import org.countersign.application.ApplicationStatus;
import org.countersign.application.Applications;
import org.countersign.application.CloseCase;
import org.countersign.application.Submission;
import org.countersign.clock.ReviewClock;
import org.countersign.journal.Journal;
import org.countersign.risk.RiskAssessments;
import org.countersign.screening.CurrentScreening;
import org.countersign.signoff.CommerceDecisions;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.Policies;
import org.countersign.workflow.Reasons;
import org.countersign.workflow.RuleBroken;
import org.springframework.context.ApplicationEventPublisher;

/** Issues the license of a signed case, with the conditions its agencies set. */
@ForProcesses
class IssueLicense implements JavaDelegate {

    private final Applications applications;
    private final RiskAssessments assessments;
    private final Conditions conditions;
    private final CommerceDecisions commerce;
    private final Reversals reversals;
    private final CurrentScreening screening;
    private final Licenses licenses;
    private final Revocations revocations;
    private final Policies policies;
    private final ReviewClock reviewClock;
    private final CloseCase closeCase;
    private final Journal journal;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    IssueLicense(
            Applications applications,
            RiskAssessments assessments,
            Conditions conditions,
            CommerceDecisions commerce,
            Reversals reversals,
            CurrentScreening screening,
            Licenses licenses,
            Revocations revocations,
            Policies policies,
            ReviewClock reviewClock,
            CloseCase closeCase,
            Journal journal,
            ApplicationEventPublisher events,
            Clock clock) {
        this.applications = applications;
        this.assessments = assessments;
        this.conditions = conditions;
        this.reversals = reversals;
        this.commerce = commerce;
        this.screening = screening;
        this.licenses = licenses;
        this.revocations = revocations;
        this.policies = policies;
        this.reviewClock = reviewClock;
        this.closeCase = closeCase;
        this.journal = journal;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Application application = applications.get((String) execution.getVariable(AccessReview.APPLICATION_ID));
        if (licenses.ofApplication(application.id()).isPresent()) {
            return; // done before: the job ran twice
        }
        requireNotRevoking(application);
        License license = licenseFor(application);
        licenses.add(license);
        decide(application, license);
        journal.record("system", "license-issued", application.reference(), license);
        if (application.submission().renews() != null) {
            events.publishEvent(new LicenseRenewed(application.submission().renews(), license));
        }
    }

    /** Nobody gets by renewal what is just being taken away. */
    private void requireNotRevoking(Application application) {
        String renewed = application.submission().renews();
        if (renewed != null && revocations.openOver(renewed).isPresent()) {
            throw new RuleBroken(
                    "outcome", "The license that is renewed is being revoked; that has to be decided first.");
        }
    }

    private License licenseFor(Application application) {
        String band = assessments.of(application.id()).orElseThrow().band();
        Policies.Answer interval = policies.ask("audit-interval", Map.of("band", band, "history", "clean"));
        Instant now = clock.instant();
        Submission.UseCase useCase = application.submission().useCase();
        return new License(
                UUID.randomUUID().toString(),
                application.id(),
                application.labId(),
                application.releaseId(),
                application.customer().customerId(),
                useCase.population().foreignPersons(),
                useCase.population().users(),
                useCase.population().countries(),
                useCase.domain(),
                band,
                // The review has screened a moment ago. What an appeal has won is owed now, but in force only when that
                // is done.
                screening.isClear(application.id()) ? License.ISSUED : License.SUSPENDED,
                now,
                reviewClock.dueAfter(now, "license"),
                null,
                ((Number) interval.only()).intValue(),
                null,
                conditionsFor(application, now));
    }

    private List<License.Condition> conditionsFor(Application application, Instant now) {
        List<License.Condition> set = conditionsSetFor(application.id(), now);
        String renewed = application.submission().renews();
        return renewed == null
                ? set
                : Stream.concat(set.stream(), carriedOver(renewed, set, now)).toList();
    }

    /**
     * What still binds the license that is renewed binds the new one, and stays with its agency: only that agency can
     * release it, before the renewal or after. What the agency has asked for again in the same words counts once.
     */
    private Stream<License.Condition> carriedOver(String renewed, List<License.Condition> set, Instant now) {
        // After the renewal's own case, as everywhere: nobody releases one while it is copied.
        applications.locked(licenses.get(renewed).applicationId());
        return conditions.of(renewed).stream()
                .filter(condition -> condition.releasedAt() == null)
                .filter(condition -> set.stream()
                        .noneMatch(again -> again.agency().equals(condition.agency())
                                && again.text().equals(condition.text())))
                .map(condition -> new License.Condition(
                        UUID.randomUUID().toString(), condition.agency(), condition.text(), now, null, null));
    }

    /** As the agencies now want them, each under the id it has had since the vote. */
    private List<License.Condition> conditionsSetFor(String applicationId, Instant now) {
        return conditions.proposedFor(applicationId).stream()
                .filter(proposed -> proposed.releasedAt() == null)
                .map(proposed ->
                        new License.Condition(proposed.id(), proposed.agency(), proposed.text(), now, null, null))
                .toList();
    }

    private void decide(Application application, License license) {
        ApplicationStatus outcome = license.conditions().isEmpty()
                ? ApplicationStatus.APPROVED
                : ApplicationStatus.APPROVED_WITH_CONDITIONS;
        Optional<CommerceDecisions.CommerceDecision> signed = commerce.on(application.id());
        // Commerce has signed since, when the reversal only brought the case before the agencies.
        var reversal = reversals.ofDenial(application.id()).filter(ruling -> signed.filter(
                        signature -> signature.signedAt().isAfter(ruling.decidedAt()))
                .isEmpty());
        if (reversal.isPresent()) {
            closeCase.closeAgain(
                    application.id(),
                    outcome,
                    reversal.get().reasons(),
                    reversal.get().decidedBy());
            return;
        }
        var signature = signed.orElseThrow();
        Reasons reasons = signature.reasons().applicant().isEmpty()
                ? new Reasons(
                        "Commerce has countersigned what the required agencies have decided.",
                        signature.reasons().publicly(),
                        signature.reasons().internally())
                : signature.reasons();
        if (application.status().isOpen()) {
            closeCase.close(application.id(), outcome, reasons, signature.signedBy());
        } else {
            closeCase.closeAgain(application.id(), outcome, reasons, signature.signedBy());
        }
    }
}
