package org.countersign.usage;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/** A report held against what was declared, against the license's own history and against the published bounds. */
final class Checks {

    static final String INCIDENTS = "incidents";

    private final Declared declared;
    private final UsageBounds.OfBand bounds;
    private final UsageReport report;
    private final List<Deviation> found = new ArrayList<>();

    private Checks(Declared declared, UsageBounds.OfBand bounds, UsageReport report) {
        this.declared = declared;
        this.bounds = bounds;
        this.report = report;
    }

    /** @param counted without this report and without the one it corrects */
    static List<Deviation> of(Declared declared, UsageBounds.OfBand bounds, UsageReport report, Counted counted) {
        var checks = new Checks(declared, bounds, report);
        checks.users();
        checks.foreignPersons();
        checks.domain();
        checks.countries();
        checks.growth(counted);
        checks.incidents();
        checks.overlaps(counted);
        return checks.found;
    }

    private void users() {
        check(
                "users",
                report.activeUsers() / (double) declared.users(),
                bound -> "active users %s, declared %s; the bound is %s times that."
                        .formatted(number(report.activeUsers()), number(declared.users()), number(bound)));
    }

    private void foreignPersons() {
        if (!declared.foreignPersons()) {
            check(
                    "foreign-persons",
                    report.foreignPersonUsers(),
                    bound -> "foreign persons among the users %s; the license does not cover them."
                            .formatted(number(report.foreignPersonUsers())));
        }
    }

    private void domain() {
        BigDecimal all = report.byUseCase().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (all.signum() == 0) {
            return;
        }
        BigDecimal inside = report.byUseCase().getOrDefault(declared.domain(), BigDecimal.ZERO);
        double outside = all.subtract(inside).doubleValue() / all.doubleValue();
        check("outside-domain", outside, bound -> "%s%% of the use lies outside the declared %s; the bound is %s%%."
                .formatted(number(outside * 100), declared.domain(), number(bound * 100)));
    }

    private void countries() {
        if (report.countries() == null) {
            return;
        }
        List<String> others = report.countries().stream()
                .filter(country -> !declared.countries().contains(country))
                .toList();
        check("undeclared-country", others.size(), bound -> "used from %s; declared are %s."
                .formatted(String.join(", ", others), String.join(", ", declared.countries())));
    }

    private void growth(Counted counted) {
        var period = Counted.Period.of(report);
        OptionalDouble usual = counted.usualRequestsADay(period);
        if (usual.isEmpty() || usual.getAsDouble() == 0) {
            return;
        }
        check(
                "growth",
                period.requestsADay() / usual.getAsDouble(),
                bound -> "requests a day %s, median of the reports before it %s; the bound is %s times that."
                        .formatted(number(period.requestsADay()), number(usual.getAsDouble()), number(bound)));
    }

    private void incidents() {
        check(INCIDENTS, report.incidents(), bound -> "incidents in the period: %s."
                .formatted(number(report.incidents())));
    }

    private void overlaps(Counted counted) {
        List<Counted.Period> others = counted.overlapping(Counted.Period.of(report));
        check("overlapping", others.size(), bound -> "shares days with %s."
                .formatted(others.stream()
                        .limit(Counted.USUAL)
                        .map(other -> "report %s (%s to %s)".formatted(other.reportId(), other.start(), other.end()))
                        .collect(Collectors.joining(", "))));
    }

    private void check(String kind, double measured, DoubleFunction<String> words) {
        Optional<UsageBounds.Bound> bound = bounds.of(kind);
        if (bound.isPresent() && measured > bound.get().bound()) {
            String said = "Usage report %s, %s to %s: %s"
                    .formatted(
                            report.reportId(),
                            report.periodStart(),
                            report.periodEnd(),
                            words.apply(bound.get().bound()));
            found.add(new Deviation(kind, said, bound.get().days()));
        }
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%,.2f", value);
        return text.replaceAll("\\.?0+$", "");
    }
}
