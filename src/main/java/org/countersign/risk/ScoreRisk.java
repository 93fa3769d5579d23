package org.countersign.risk;

import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.application.Submission;
import org.countersign.journal.Journal;
import org.countersign.release.Releases;
import org.countersign.screening.Screenings;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.ForProcesses;

/** Assesses the risk of an application once, under the tables now in force. */
@ForProcesses
class ScoreRisk implements JavaDelegate {

    private final Applications applications;
    private final Releases releases;
    private final CountryGroups countryGroups;
    private final ComplianceHistory history;
    private final Screenings screenings;
    private final RiskPolicy policy;
    private final RiskAssessments assessments;
    private final Journal journal;

    ScoreRisk(
            Applications applications,
            Releases releases,
            CountryGroups countryGroups,
            ComplianceHistory history,
            Screenings screenings,
            RiskPolicy policy,
            RiskAssessments assessments,
            Journal journal) {
        this.applications = applications;
        this.releases = releases;
        this.countryGroups = countryGroups;
        this.history = history;
        this.screenings = screenings;
        this.policy = policy;
        this.assessments = assessments;
        this.journal = journal;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Application application = applications.get((String) execution.getVariable(AccessReview.APPLICATION_ID));
        RiskAssessment assessment = assessments.of(application.id()).orElseGet(() -> assess(application));
        execution.setVariable(AccessReview.RISK_BAND, assessment.band());
    }

    private RiskAssessment assess(Application application) {
        RiskAssessment assessment = policy.assess(factsOf(application));
        assessments.add(application.id(), assessment);
        journal.record("system", "risk-assessed", application.reference(), assessment);
        return assessment;
    }

    private RiskFacts factsOf(Application application) {
        Submission.Customer customer = application.customer();
        Submission.UseCase useCase = application.submission().useCase();
        List<String> parentCountry = customer.ultimateParent() == null
                ? List.of()
                : List.of(customer.ultimateParent().country());
        List<String> ownerCountries = customer.beneficialOwners().stream()
                .map(Submission.Owner::country)
                .toList();
        return new RiskFacts(
                releases.get(application.releaseId()).tier(),
                useCase.domain(),
                useCase.accessMode(),
                useCase.population().users(),
                useCase.population().foreignPersons(),
                countryGroups.of(customer.country()),
                countryGroups.worstOf(parentCountry),
                countryGroups.worstOf(ownerCountries),
                screenings.resultOf(application.id()),
                application.submission().safeguards(),
                history.of(application.labId(), customer.customerId()));
    }
}
