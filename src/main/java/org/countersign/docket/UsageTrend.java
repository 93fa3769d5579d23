package org.countersign.docket;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.countersign.usage.UsageSummary;

/** The last reported periods of a license as numbers and as two bar charts, drawn here so that pages need no script. */
record UsageTrend(List<UsageSummary.Period> periods, Chart requests, Chart users) {

    private static final int SLOT = 40;
    private static final int BAR = 28;
    private static final int HEIGHT = 100;
    /** So that little is told from nothing. */
    private static final double LEAST = 1;

    /** @param most the value of the highest bar */
    record Chart(int width, int height, long most, List<Bar> bars) {}

    record Bar(int x, String y, int width, String height) {}

    static UsageTrend of(UsageSummary summary) {
        return new UsageTrend(
                summary.periods(),
                chart(summary, UsageSummary.Period::requests),
                chart(summary, UsageSummary.Period::activeUsers));
    }

    public boolean isEmpty() {
        return periods.isEmpty();
    }

    private static Chart chart(UsageSummary summary, ToLongFunction<UsageSummary.Period> value) {
        List<UsageSummary.Period> periods = summary.periods();
        long most = periods.stream().mapToLong(value).max().orElse(0);
        return new Chart(
                SLOT * UsageSummary.USUAL_PERIODS,
                HEIGHT,
                most,
                IntStream.range(0, periods.size())
                        .mapToObj(slot -> bar(slot, value.applyAsLong(periods.get(slot)), most))
                        .toList());
    }

    private static Bar bar(int slot, long value, long most) {
        double height = value == 0 ? 0 : Math.max(LEAST, (double) value / most * HEIGHT);
        return new Bar(slot * SLOT + (SLOT - BAR) / 2, number(HEIGHT - height), BAR, number(height));
    }

    private static String number(double length) {
        return String.format(Locale.ROOT, "%.1f", length);
    }
}
