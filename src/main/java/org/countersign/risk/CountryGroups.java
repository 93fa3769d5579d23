package org.countersign.risk;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.countersign.workflow.Policies;
import org.springframework.stereotype.Component;

/** Countries by the published export-control groups, in {@code country-groups.dmn}. */
@Component
public class CountryGroups {

    static final String DECISION = "country-groups";

    /** From the least to the most restricted. */
    public static final List<String> FROM_BEST_TO_WORST =
            List.of("US", "A:5", "A:6", "B", "D:2", "D:3", "D:4", "D:1", "D:5", "E:2", "E:1");

    private final Policies policies;

    CountryGroups(Policies policies) {
        this.policies = policies;
    }

    Policies.Version version() {
        return policies.versionOf(DECISION);
    }

    public String of(String country) {
        return (String) policies.ask(DECISION, Map.of("country", country)).only();
    }

    /** The most restricted group among several countries. */
    public String worstOf(Collection<String> countries) {
        return countries.stream()
                .distinct()
                .map(this::of)
                .max(Comparator.comparingInt(FROM_BEST_TO_WORST::indexOf))
                .orElse(RiskFacts.NO_GROUP);
    }
}
