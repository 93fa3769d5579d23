package org.countersign.usage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.countersign.workflow.Policies;
import org.springframework.stereotype.Component;

/** How far a report may lie from what was declared. The numbers are in {@code usage-bounds.dmn}. */
@Component
public class UsageBounds {

    static final String LATE = "late";

    private final Policies policies;

    UsageBounds(Policies policies) {
        this.policies = policies;
    }

    /**
     * @param says what the number means, as it is published
     * @param days in which what lies beyond it is to be put right
     */
    public record Bound(String check, double bound, int days, String says) {}

    /** The bounds for licenses of one risk band. */
    public record OfBand(String band, List<Bound> bounds) {

        Optional<Bound> of(String check) {
            return bounds.stream().filter(bound -> bound.check().equals(check)).findFirst();
        }
    }

    /** Asks the table now in force. */
    public OfBand of(String band) {
        Policies.Answer answer = policies.ask("usage-bounds", Map.of("band", band));
        List<Bound> bounds = answer.rows().stream().map(UsageBounds::bound).toList();
        Map<String, Long> rows = bounds.stream().collect(Collectors.groupingBy(Bound::check, Collectors.counting()));
        rows.forEach((check, count) -> {
            if (count > 1) {
                throw new IllegalStateException("%s version %d must have one row for %s and %s, has %d"
                        .formatted(answer.by().decision(), answer.by().version(), check, band, count));
            }
        });
        return new OfBand(band, bounds);
    }

    /** For many licenses at once: each band is asked for once. */
    Map<String, OfBand> of(List<String> bands) {
        return bands.stream().distinct().collect(Collectors.toMap(Function.identity(), this::of));
    }

    private static Bound bound(Map<String, Object> row) {
        return new Bound(
                (String) row.get("check"),
                ((Number) row.get("bound")).doubleValue(),
                ((Number) row.get("days")).intValue(),
                (String) row.get("says"));
    }
}
