package org.countersign.risk;

import java.util.ArrayList;
import java.util.List;
import org.countersign.application.Submission;
import org.springframework.stereotype.Component;

/** What an applicant could change to lower the risk: the safeguards not declared, each with the points it is worth. */
@Component
public class Cures {

    private final RiskAssessments assessments;
    private final RiskPolicy policy;

    Cures(RiskAssessments assessments, RiskPolicy policy) {
        this.assessments = assessments;
        this.policy = policy;
    }

    /** In words; empty when nothing would help, or no assessment was made. */
    public List<String> of(String applicationId) {
        return assessments.of(applicationId).map(this::cures).orElse(List.of());
    }

    private List<String> cures(RiskAssessment assessment) {
        var cures = new ArrayList<String>();
        for (String safeguard : Submission.SAFEGUARDS) {
            if (!assessment.facts().safeguards().contains(safeguard)) {
                int score = policy.assess(assessment.facts().with(safeguard)).score();
                if (score < assessment.score()) {
                    cures.add("Add the safeguard %s: the risk score falls from %d to %d (CR-10)."
                            .formatted(safeguard, assessment.score(), score));
                }
            }
        }
        return cures;
    }
}
