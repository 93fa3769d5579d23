package org.countersign.clock;

import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Set;
import java.util.TreeSet;

/**
 * The days on which federal offices work: not on Saturdays, Sundays and the legal public holidays of
 * 5 USC 6103(a), computed. A holiday on a Saturday is kept on the Friday before, one on a Sunday on the
 * Monday after (5 USC 6103(b), Executive Order 11582). Inauguration Day is no holiday outside Washington
 * and is not counted as one.
 */
public final class WorkingDays {

    /** Where the agencies sit: their days begin and end there. */
    static final ZoneId WASHINGTON = ZoneId.of("America/New_York");

    private WorkingDays() {}

    /** The same time of day, so many working days later. */
    public static Instant after(Instant start, int days) {
        ZonedDateTime moment = start.atZone(WASHINGTON);
        LocalDate day = moment.toLocalDate();
        for (int counted = 0; counted < days; ) {
            day = day.plusDays(1);
            if (isWorkingDay(day)) {
                counted++;
            }
        }
        return moment.with(day).toInstant();
    }

    /** The same time of day, so many working days earlier. */
    public static Instant before(Instant end, int days) {
        ZonedDateTime moment = end.atZone(WASHINGTON);
        LocalDate day = moment.toLocalDate();
        for (int counted = 0; counted < days; ) {
            day = day.minusDays(1);
            if (isWorkingDay(day)) {
                counted++;
            }
        }
        return moment.with(day).toInstant();
    }

    public static boolean isWorkingDay(LocalDate day) {
        DayOfWeek weekday = day.getDayOfWeek();
        return weekday != SATURDAY && weekday != SUNDAY && !isHoliday(day);
    }

    private static boolean isHoliday(LocalDate day) {
        // New Year's Day of a year that begins on a Saturday is kept on the last day of the year before.
        return holidaysOf(day.getYear()).contains(day)
                || holidaysOf(day.getYear() + 1).contains(day);
    }

    /** As kept, which may be in the year before. */
    static Set<LocalDate> holidaysOf(int year) {
        var kept = new TreeSet<LocalDate>();
        kept.add(observed(LocalDate.of(year, Month.JANUARY, 1)));
        kept.add(nth(3, MONDAY, year, Month.JANUARY)); // Martin Luther King, Jr.
        kept.add(nth(3, MONDAY, year, Month.FEBRUARY)); // Washington's Birthday
        kept.add(LocalDate.of(year, Month.MAY, 1).with(TemporalAdjusters.lastInMonth(MONDAY))); // Memorial Day
        if (year >= 2021) {
            kept.add(observed(LocalDate.of(year, Month.JUNE, 19))); // Juneteenth
        }
        kept.add(observed(LocalDate.of(year, Month.JULY, 4)));
        kept.add(nth(1, MONDAY, year, Month.SEPTEMBER)); // Labor Day
        kept.add(nth(2, MONDAY, year, Month.OCTOBER)); // Columbus Day
        kept.add(observed(LocalDate.of(year, Month.NOVEMBER, 11))); // Veterans Day
        kept.add(nth(4, THURSDAY, year, Month.NOVEMBER)); // Thanksgiving
        kept.add(observed(LocalDate.of(year, Month.DECEMBER, 25)));
        return kept;
    }

    private static LocalDate nth(int n, DayOfWeek weekday, int year, Month month) {
        return LocalDate.of(year, month, 1).with(TemporalAdjusters.dayOfWeekInMonth(n, weekday));
    }

    private static LocalDate observed(LocalDate holiday) {
        return switch (holiday.getDayOfWeek()) {
            case SATURDAY -> holiday.minusDays(1);
            case SUNDAY -> holiday.plusDays(1);
            default -> holiday;
        };
    }
}
