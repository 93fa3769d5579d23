package org.countersign.simulation;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * A license with the habits of its lab, and by a calendar of its own what must come of it: reckoned from the rules as they
 * are written down, with nothing of the application.
 */
final class WatchedLicense {

    private static final Map<String, Integer> AUDIT_DAYS =
            Map.of("severe", 30, "high", 90, "moderate", 180, "low", 365);
    private static final Map<String, Integer> LADDER = Map.of("reminder", 1, "warning", 14, "suspension", 30);
    private static final int PROPOSAL_DAYS = 90;
    private static final int REPORT_DAYS = 10;
    private static final long SECONDS_OF_SPREAD = 6 * 3_600;

    final String id;
    final String band;
    private final Instant issuedAt;
    private final Instant endsAt;
    private final List<Period> periods = new ArrayList<>();

    /** @param reportedOn at noon of this day, or never when that is after the end of the license */
    record Period(LocalDate start, LocalDate end, LocalDate reportedOn) {

        Instant dueOn() {
            return end.plusDays(REPORT_DAYS + 1).atStartOfDay().toInstant(ZoneOffset.UTC);
        }

        Instant reportedAt() {
            return reportedOn.atTime(12, 0).toInstant(ZoneOffset.UTC);
        }
    }

    /** Something that happens, and when. */
    record Expected(String what, Instant at) {}

    WatchedLicense(String id, String band, Instant issuedAt, Instant endsAt, Random habits) {
        this.id = id;
        this.band = band;
        this.issuedAt = issuedAt;
        this.endsAt = endsAt;
        LocalDate start = day(issuedAt);
        while (start.isBefore(day(endsAt))) {
            LocalDate end = start;
            while (!isLast(end)) {
                end = end.plusDays(1);
            }
            periods.add(new Period(start, end, end.plusDays(delay(habits))));
            start = end.plusDays(1);
        }
    }

    private boolean isLast(LocalDate day) {
        return band.equals("severe")
                ? day.getDayOfWeek() == DayOfWeek.SUNDAY
                : day.plusDays(1).getDayOfMonth() == 1;
    }

    /** Most report in time, some late, a few very late. */
    private static int delay(Random habits) {
        int kind = habits.nextInt(100);
        int range = kind < 88 ? 9 : kind < 96 ? 45 : 150;
        return (kind < 88 ? 1 : 12) + habits.nextInt(range);
    }

    List<Period> periods() {
        return periods;
    }

    boolean lives(Instant at) {
        return at.isBefore(endsAt);
    }

    List<Instant> audits() {
        List<Instant> audits = new ArrayList<>();
        Duration interval = Duration.ofDays(AUDIT_DAYS.get(band));
        Instant next = issuedAt.plus(interval).minusSeconds(checksum() % 86_400);
        while (next.isBefore(endsAt)) {
            audits.add(next);
            next = next.plus(interval);
        }
        return audits;
    }

    /** Each time a report is found missing, each step after that, and each catching up. */
    List<Expected> ladders() {
        List<Expected> expected = new ArrayList<>();
        Instant free = issuedAt;
        for (int n = 0; n < periods.size(); n++) {
            Period period = periods.get(n);
            Instant looked = later(spread(period.dueOn()), free);
            if (!looked.isBefore(endsAt)) {
                break;
            }
            if (period.reportedAt().isAfter(looked)) {
                expected.add(new Expected("overdue " + period.start(), looked));
                free = caughtUp(n, looked);
                steps(period, looked, free, expected);
                if (free.isBefore(endsAt)) {
                    expected.add(new Expected("caught up", free));
                }
            }
        }
        return expected;
    }

    /** The first noon at which everything that is due by then is there. */
    private Instant caughtUp(int first, Instant looked) {
        Instant at = later(periods.get(first).reportedAt(), looked);
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Period other : periods.subList(first, periods.size())) {
                if (!other.dueOn().isAfter(at) && other.reportedAt().isAfter(at)) {
                    at = other.reportedAt();
                    moved = true;
                }
            }
        }
        return at;
    }

    private void steps(Period period, Instant looked, Instant until, List<Expected> expected) {
        for (String step : List.of("reminder", "warning", "suspension")) {
            add(step, later(spread(period.dueOn().plus(Duration.ofDays(LADDER.get(step)))), looked), until, expected);
        }
        for (int times = 1; times < 50; times++) {
            add(
                    "proposal",
                    spread(period.dueOn().plus(Duration.ofDays((long) PROPOSAL_DAYS * times))),
                    until,
                    expected);
        }
    }

    private void add(String step, Instant at, Instant until, List<Expected> expected) {
        if (at.isBefore(until) && at.isBefore(endsAt)) {
            expected.add(new Expected(step, at));
        }
    }

    private Instant spread(Instant dueOn) {
        return dueOn.plusSeconds(checksum() % SECONDS_OF_SPREAD);
    }

    private long checksum() {
        var checksum = new CRC32();
        checksum.update(id.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return checksum.getValue();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }
}
