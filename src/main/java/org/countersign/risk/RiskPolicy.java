package org.countersign.risk;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.countersign.workflow.Policies;
import org.springframework.stereotype.Component;

/** Computes an assessment from facts alone: the same facts under the same tables give the same score. */
@Component
class RiskPolicy {

    private final Policies policies;
    private final CountryGroups countryGroups;
    private final Criteria criteria;
    private final Clock clock;

    RiskPolicy(Policies policies, CountryGroups countryGroups, Criteria criteria, Clock clock) {
        this.policies = policies;
        this.countryGroups = countryGroups;
        this.criteria = criteria;
        this.clock = clock;
    }

    RiskAssessment assess(RiskFacts facts) {
        Policies.Answer points = policies.ask("risk-score", facts.asInputs());
        List<RiskAssessment.Factor> factors =
                points.rows().stream().map(this::factor).toList();
        // Safeguards take points off; a score is never below zero.
        int score = Math.max(
                0, factors.stream().mapToInt(RiskAssessment.Factor::points).sum());
        Policies.Answer band = policies.ask("risk-band", Map.of("score", score));
        return new RiskAssessment(
                score,
                (String) band.only(),
                factors,
                List.of(points.by(), band.by(), countryGroups.version()),
                facts,
                clock.instant());
    }

    private RiskAssessment.Factor factor(Map<String, Object> row) {
        String criterion = (String) row.get("criterion");
        return new RiskAssessment.Factor(
                (String) row.get("factor"),
                criterion,
                criteria.current(criterion).version(),
                ((Number) row.get("points")).intValue());
    }
}
