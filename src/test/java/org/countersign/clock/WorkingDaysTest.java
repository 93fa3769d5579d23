package org.countersign.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 5 counts working days: federal holidays are computed for every year, never listed. */
class WorkingDaysTest {

    private static Instant inWashington(String localDateTime) {
        return ZonedDateTime.parse(localDateTime + "[America/New_York]").toInstant();
    }

    /** As the Office of Personnel Management publishes them for these years. */
    @ParameterizedTest
    @CsvSource({
        "2024, 2024-01-01 2024-01-15 2024-02-19 2024-05-27 2024-06-19 2024-07-04 2024-09-02 2024-10-14 2024-11-11 2024-11-28 2024-12-25",
        "2026, 2026-01-01 2026-01-19 2026-02-16 2026-05-25 2026-06-19 2026-07-03 2026-09-07 2026-10-12 2026-11-11 2026-11-26 2026-12-25",
        "2027, 2027-01-01 2027-01-18 2027-02-15 2027-05-31 2027-06-18 2027-07-05 2027-09-06 2027-10-11 2027-11-11 2027-11-25 2027-12-24",
        "2028, 2027-12-31 2028-01-17 2028-02-21 2028-05-29 2028-06-19 2028-07-04 2028-09-04 2028-10-09 2028-11-10 2028-11-23 2028-12-25"
    })
    void knowsTheHolidaysOfAYear(int year, String days) {
        assertThat(WorkingDays.holidaysOf(year))
                .containsExactlyElementsOf(
                        Arrays.stream(days.split(" ")).map(LocalDate::parse).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-07-03", // Independence Day on a Saturday: kept on the Friday
                "2027-07-05", // on a Sunday: kept on the Monday
                "2027-12-24", // Christmas on a Saturday
                "2022-12-26", // Christmas on a Sunday
                "2021-12-31", // New Year's Day of 2022, a Saturday: kept in the year before
                "2023-01-02", // New Year's Day of 2023, a Sunday
                "2023-11-10", // Veterans Day on a Saturday
                "2022-06-20" // Juneteenth on a Sunday
            })
    void keepsAHolidayOfTheWeekendOnTheNearestWeekday(String day) {
        assertThat(WorkingDays.isWorkingDay(LocalDate.parse(day))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-07-02", "2026-07-06", "2027-07-02", "2027-12-23", "2021-12-30", "2022-12-30", "2026-11-27"
            })
    void worksOnTheDaysAroundHolidays(String day) {
        assertThat(WorkingDays.isWorkingDay(LocalDate.parse(day))).isTrue();
    }

    @Test
    void didNotKeepJuneteenthBeforeItWasLaw() {
        assertThat(WorkingDays.isWorkingDay(LocalDate.parse("2020-06-19"))).isTrue();
        assertThat(WorkingDays.isWorkingDay(LocalDate.parse("2021-06-18"))).isFalse();
    }

    @Test
    void worksOnInaugurationDayThatFallsOnNoOtherHoliday() {
        assertThat(LocalDate.parse("2037-01-20").getDayOfWeek()).isEqualTo(DayOfWeek.TUESDAY);
        assertThat(WorkingDays.isWorkingDay(LocalDate.parse("2037-01-20"))).isTrue();
    }

    @Test
    void neverWorksOnWeekends() {
        assertThat(LocalDate.parse("2026-01-01")
                        .datesUntil(LocalDate.parse("2027-01-01"))
                        .filter(day ->
                                day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY))
                .noneMatch(WorkingDays::isWorkingDay);
    }

    /** New Year's Day of 2028 is a Saturday: it is kept in 2027, which has twelve holidays, and 2028 has ten. */
    @Test
    void everyYearLosesElevenDaysMoreOrLessTheMovedNewYear() {
        IntStream.rangeClosed(2022, 2060).forEach(year -> {
            long free = LocalDate.of(year, 1, 1)
                    .datesUntil(LocalDate.of(year + 1, 1, 1))
                    .filter(day -> day.getDayOfWeek().getValue() <= 5 && !WorkingDays.isWorkingDay(day))
                    .count();
            int moved = LocalDate.of(year, 1, 1).getDayOfWeek() == DayOfWeek.SATURDAY ? -1 : 0;
            int gained = LocalDate.of(year + 1, 1, 1).getDayOfWeek() == DayOfWeek.SATURDAY ? 1 : 0;
            assertThat(free).as("holidays in %d", year).isEqualTo(11 + moved + gained);
        });
    }

    @Test
    void countsOverAWeekendAndAHoliday() {
        // Thursday; Friday the 3rd is kept for Independence Day.
        assertThat(WorkingDays.after(inWashington("2026-07-02T15:00:00-04:00"), 1))
                .isEqualTo(inWashington("2026-07-06T15:00:00-04:00"));
        assertThat(WorkingDays.before(inWashington("2026-07-06T15:00:00-04:00"), 1))
                .isEqualTo(inWashington("2026-07-02T15:00:00-04:00"));
    }

    @Test
    void countsFromAWeekendAsFromTheFridayBefore() {
        assertThat(WorkingDays.after(inWashington("2026-08-01T12:00:00-04:00"), 1))
                .isEqualTo(inWashington("2026-08-03T12:00:00-04:00"));
    }

    @Test
    void keepsTheTimeOfDayWhenTheClocksChange() {
        // Daylight saving begins on 8 March 2026 and ends on 1 November 2026.
        assertThat(WorkingDays.after(inWashington("2026-03-06T09:00:00-05:00"), 1))
                .isEqualTo(inWashington("2026-03-09T09:00:00-04:00"));
        assertThat(WorkingDays.after(inWashington("2026-10-30T09:00:00-04:00"), 1))
                .isEqualTo(inWashington("2026-11-02T09:00:00-05:00"));
        assertThat(WorkingDays.before(inWashington("2026-11-02T09:00:00-05:00"), 1))
                .isEqualTo(inWashington("2026-10-30T09:00:00-04:00"));
    }

    @Test
    void theDayIsTheDayInWashington() {
        // Half past one on Saturday morning in London is still Friday evening in Washington.
        assertThat(WorkingDays.after(Instant.parse("2026-08-01T00:30:00Z"), 1))
                .isEqualTo(Instant.parse("2026-08-04T00:30:00Z"));
    }

    @Test
    void twentyWorkingDaysOverTheYearsEnd() {
        // Christmas, New Year's Day and four weekends are among them.
        assertThat(WorkingDays.after(inWashington("2026-12-14T10:00:00-05:00"), 20))
                .isEqualTo(inWashington("2027-01-13T10:00:00-05:00"));
        assertThat(WorkingDays.after(inWashington("2021-12-30T10:00:00-05:00"), 1))
                .isEqualTo(inWashington("2022-01-03T10:00:00-05:00"));
    }

    @Test
    void nothingIsAddedForNoDays() {
        Instant saturday = inWashington("2026-08-01T12:00:00-04:00");
        assertThat(WorkingDays.after(saturday, 0)).isEqualTo(saturday);
        assertThat(WorkingDays.before(saturday, 0)).isEqualTo(saturday);
    }

    @Test
    void backAndForthEndsWhereItBegan() {
        Instant monday = inWashington("2026-06-15T08:30:00-04:00");
        IntStream.rangeClosed(0, 300)
                .forEach(days -> assertThat(WorkingDays.before(WorkingDays.after(monday, days), days))
                        .isEqualTo(monday));
    }
}
