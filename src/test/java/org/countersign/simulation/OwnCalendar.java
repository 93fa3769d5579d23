package org.countersign.simulation;

import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * Days reckoned a second way, so that the first has something to be compared with: date by date, each asked
 * what would make it a holiday (5 USC 6103), not by computing when the holidays of a year are.
 */
final class OwnCalendar {

    private static final ZoneId WASHINGTON = ZoneId.of("America/New_York");
    private static final Set<MonthDay> FIXED =
            Set.of(MonthDay.of(1, 1), MonthDay.of(6, 19), MonthDay.of(7, 4), MonthDay.of(11, 11), MonthDay.of(12, 25));
    private static final int MONDAY = 1;
    private static final int THURSDAY = 4;
    private static final int FRIDAY = 5;

    private OwnCalendar() {}

    static Instant after(Instant start, int days, String unit) {
        if (unit.equals("calendar")) {
            return start.plusSeconds(days * 86_400L);
        }
        ZonedDateTime moment = start.atZone(WASHINGTON);
        LocalDate day = moment.toLocalDate();
        int left = days;
        while (left > 0) {
            day = day.plusDays(1);
            left -= isFree(day) ? 0 : 1;
        }
        return ZonedDateTime.ofLocal(day.atTime(moment.toLocalTime()), WASHINGTON, moment.getOffset())
                .toInstant();
    }

    static boolean isFree(LocalDate date) {
        int weekday = date.getDayOfWeek().getValue();
        boolean keptBefore = weekday == FRIDAY && isFixed(date.plusDays(1));
        boolean keptAfter = weekday == MONDAY && isFixed(date.minusDays(1));
        return weekday > FRIDAY || isFixed(date) || keptBefore || keptAfter || isOfItsWeek(date, weekday);
    }

    private static boolean isFixed(LocalDate date) {
        return FIXED.contains(MonthDay.from(date));
    }

    private static boolean isOfItsWeek(LocalDate date, int weekday) {
        int day = date.getDayOfMonth();
        return switch (date.getMonthValue()) {
            case 1, 2 -> weekday == MONDAY && day >= 15 && day <= 21;
            case 5 -> weekday == MONDAY && day >= 25;
            case 9 -> weekday == MONDAY && day <= 7;
            case 10 -> weekday == MONDAY && day >= 8 && day <= 14;
            case 11 -> weekday == THURSDAY && day >= 22 && day <= 28;
            default -> false;
        };
    }
}
