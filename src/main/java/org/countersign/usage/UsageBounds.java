package org.countersign.usage;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.countersign.workflow.Policies;
import org.springframework.stereotype.Component;

/** How far a report may lie from what was declared. The numbers are in {@code usage-bounds.dmn}. */
@Component
public class UsageBounds {

    private static final String DECISION = "usage-bounds";

    public static final List<String> BANDS = List.of("low", "moderate", "high", "severe");

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

    /** A bound as it is shown: what it means, and the number of each band, in the order of the bands. */
    public record Published(String check, String says, List<Optional<Bound>> ofBands) {}

    /** All in force, for everybody to read. */
    public List<Published> published() {
        Map<String, OfBand> inForce = of(BANDS);
        List<Bound> all = BANDS.stream()
                .flatMap(band -> inForce.get(band).bounds().stream())
                .toList();
        return all.stream()
                .map(Bound::check)
                .distinct()
                .map(check -> new Published(
                        check,
                        all.stream()
                                .filter(bound -> bound.check().equals(check))
                                .findFirst()
                                .map(Bound::says)
                                .orElseThrow(),
                        BANDS.stream().map(band -> inForce.get(band).of(check)).toList()))
                .toList();
    }

    /** Those in force, for the given bands. */
    Map<String, OfBand> of(Collection<String> bands) {
        List<String> asked = bands.stream().distinct().toList();
        List<Map<String, Object>> questions =
                asked.stream().map(band -> Map.<String, Object>of("band", band)).toList();
        List<Policies.Answer> answers = policies.askAll(DECISION, questions);
        Map<String, OfBand> bounds = new HashMap<>();
        for (int n = 0; n < asked.size(); n++) {
            bounds.put(asked.get(n), ofBand(asked.get(n), answers.get(n)));
        }
        return bounds;
    }

    private static OfBand ofBand(String band, Policies.Answer answer) {
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

    private static Bound bound(Map<String, Object> row) {
        return new Bound(
                (String) row.get("check"),
                ((Number) row.get("bound")).doubleValue(),
                ((Number) row.get("days")).intValue(),
                (String) row.get("says"));
    }
}
