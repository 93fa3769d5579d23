package org.countersign.finding;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.function.Function;

/** A day by which something must be put right, as a person enters it. It ends with its last second, in UTC. */
public final class MendBy {

    private static final LocalTime LAST_SECOND = LocalTime.of(23, 59, 59);
    private static final int LATEST_DAYS = 730;
    private static final int DAY_LENGTH = "2026-12-31".length();

    private MendBy() {}

    /** @param refused what to throw, in the given words */
    public static LocalDate day(String entered, Instant now, Function<String, ? extends RuntimeException> refused) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate day;
        try {
            // A browser may send the time of day as well.
            day = LocalDate.parse(entered.startsWith("T", DAY_LENGTH) ? entered.substring(0, DAY_LENGTH) : entered);
        } catch (DateTimeParseException e) {
            throw refused.apply("Enter a date such as 2026-12-31.");
        }
        if (day.isBefore(today)) {
            throw refused.apply("This date has passed already.");
        }
        if (day.isAfter(today.plusDays(LATEST_DAYS))) {
            throw refused.apply("Choose a date within %d days.".formatted(LATEST_DAYS));
        }
        return day;
    }

    public static Instant endOf(LocalDate day) {
        return day.atTime(LAST_SECOND).toInstant(ZoneOffset.UTC);
    }
}
