package org.countersign.signoff;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.clock.ReviewClock;
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
    private final ReviewClock reviewClock;
    private final Journal journal;
    private final Clock clock;

    DetermineAgencies(
            Applications applications,
            RiskAssessments assessments,
            Policies policies,
            SignOffs signOffs,
            ReviewClock reviewClock,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.assessments = assessments;
        this.policies = policies;
        this.signOffs = signOffs;
        this.reviewClock = reviewClock;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Application application = applications.get((String) execution.getVariable(AccessReview.APPLICATION_ID));
        if (!signOffs.of(application.id()).isEmpty()) {
            return; // done before: the job ran twice
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
        Instant now = clock.instant();
        Instant dueOn = reviewClock.dueAfter(now, "sign-off");
        grounds.forEach((agency, ground) -> signOffs.add(new SignOff(
                UUID.randomUUID().toString(),
                application.id(),
                agency,
                ground,
                answer.by().version(),
                answer.by().sha256(),
                now,
                dueOn)));
        journal.record(
                "system",
                "sign-offs-requested",
                application.reference(),
                Map.of("agencies", grounds, "dueOn", dueOn.toString(), "policy", answer.by()));
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
