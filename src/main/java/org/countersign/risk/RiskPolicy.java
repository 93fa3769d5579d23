package org.countersign.risk;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
        Map<String, Integer> versions = criteria.published().stream()
                .collect(Collectors.toMap(Criteria.Criterion::id, Criteria.Criterion::version));
        List<RiskAssessment.Factor> factors =
                points.rows().stream().map(row -> factor(row, versions)).toList();
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

    private static RiskAssessment.Factor factor(Map<String, Object> row, Map<String, Integer> versions) {
        String criterion = (String) row.get("criterion");
        if (!versions.containsKey(criterion)) {
            throw new IllegalStateException("No published criterion " + criterion);
        }
        return new RiskAssessment.Factor(
                (String) row.get("factor"),
                criterion,
                versions.get(criterion),
                ((Number) row.get("points")).intValue());
    }
}
