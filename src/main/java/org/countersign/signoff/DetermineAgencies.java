package org.countersign.signoff;

import java.util.LinkedHashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.application.CaseStatus;
import org.countersign.clock.ClockLedger;
import org.countersign.journal.Journal;
import org.countersign.risk.RiskAssessment;
import org.countersign.risk.RiskAssessments;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.Policies;

/** Asks {@code required-agencies.dmn} whose sign-off a case needs and starts their clocks. */
@ForProcesses
class DetermineAgencies implements JavaDelegate {

    private final Applications applications;
    private final RiskAssessments assessments;
    private final Policies policies;
    private final SignOffs signOffs;
    private final ClockLedger ledger;
    private final CaseStatus status;
    private final Journal journal;

    DetermineAgencies(
            Applications applications,
            RiskAssessments assessments,
            Policies policies,
            SignOffs signOffs,
            ClockLedger ledger,
            CaseStatus status,
            Journal journal) {
        this.applications = applications;
        this.assessments = assessments;
        this.policies = policies;
        this.signOffs = signOffs;
        this.ledger = ledger;
        this.status = status;
        this.journal = journal;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Application application = applications.get((String) execution.getVariable(AccessReview.APPLICATION_ID));
        if (!signOffs.current(application.id()).isEmpty()) {
            return; // done before: the job ran twice, or the case was reopened
        }
        RiskAssessment assessment = assessments.of(application.id()).orElseThrow();
        Policies.Answer answer = policies.ask(
                "required-agencies",
                Map.of(
                        "customerGroup", assessment.facts().customerGroup(),
                        "domain", assessment.facts().domain(),
                        "accessMode", assessment.facts().accessMode(),
                        "band", assessment.band()));
        Map<String, String> grounds = groundsByAgency(answer);
        journal.record(
                "system",
                "sign-offs-requested",
                application.reference(),
                Map.of("agencies", grounds, "policy", answer.by()));
        grounds.forEach((agency, ground) -> signOffs.ask(application.id(), agency, ground, "system", answer.by()));
        ledger.stop(
                application.id(),
                ClockLedger.COMPLETENESS,
                ClockLedger.INTAKE,
                "system",
                "Referred to all required agencies");
        status.follow(application.id());
    }

    /** Several rules may name one agency; it is asked once, with all the grounds. */
    private static Map<String, String> groundsByAgency(Policies.Answer answer) {
        var grounds = new LinkedHashMap<String, String>();
        answer.rows()
                .forEach(row ->
                        grounds.merge((String) row.get("agency"), (String) row.get("ground"), (a, b) -> a + "; " + b));
        if (grounds.isEmpty()) {
            throw new IllegalStateException("required-agencies must always name at least one agency");
        }
        return grounds;
    }
}
