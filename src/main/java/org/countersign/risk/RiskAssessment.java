package org.countersign.risk;

import java.time.Instant;
import java.util.List;
import org.countersign.workflow.Policies;

/** A score that explains itself: every factor, its points, the criterion, and the tables that gave them. */
public record RiskAssessment(
        int score,
        String band,
        List<Factor> factors,
        List<Policies.Version> policies,
        RiskFacts facts,
        Instant assessedAt) {

    public record Factor(String factor, String criterion, int criterionVersion, int points) {}
}
