package org.countersign.screening;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a date of birth fits those published with an entry, which are often rough. */
final class BirthDate {

    /** Published years are often a guess; two years off is no contradiction, more when they say so. */
    private static final int NEAR_YEARS = 2;

    private static final int NEAR_YEARS_CIRCA = 5;

    private static final Pattern YEAR = Pattern.compile("(?<!\\d)(1[89]\\d\\d|20\\d\\d)(?!\\d)");
    private static final Pattern DAY = Pattern.compile("(\\d{1,2}) ([A-Za-z]{3})[a-z]* (\\d{4})");
    private static final Pattern ISO = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    enum Fit {
        SAME,
        NEAR,
        DIFFERENT,
        UNKNOWN
    }

    private BirthDate() {}

    static Fit fit(String known, List<String> published) {
        if (known == null || published.isEmpty()) {
            return Fit.UNKNOWN;
        }
        Fit best = Fit.UNKNOWN;
        for (String date : published) {
            Fit fit = fit(known, date);
            if (fit != Fit.UNKNOWN && (best == Fit.UNKNOWN || fit.ordinal() < best.ordinal())) {
                best = fit;
            }
        }
        return best;
    }

    private static Fit fit(String known, String published) {
        int year = Integer.parseInt(known.substring(0, 4));
        Matcher years = YEAR.matcher(published);
        if (!years.find()) {
            return Fit.UNKNOWN;
        }
        int from = Integer.parseInt(years.group());
        int to = years.find() ? Integer.parseInt(years.group()) : from;
        String day = day(published);
        if (day != null && known.length() == 10 && from == to) {
            return day.equals(known) ? Fit.SAME : near(year, from, to, published);
        }
        return year >= from && year <= to ? Fit.SAME : near(year, from, to, published);
    }

    private static Fit near(int year, int from, int to, String published) {
        int tolerance = published.toLowerCase(Locale.ROOT).contains("circa") ? NEAR_YEARS_CIRCA : NEAR_YEARS;
        return year >= from - tolerance && year <= to + tolerance ? Fit.NEAR : Fit.DIFFERENT;
    }

    private static String day(String published) {
        Matcher iso = ISO.matcher(published);
        if (iso.find()) {
            return iso.group();
        }
        Matcher day = DAY.matcher(published);
        int month = day.find() ? MONTHS.indexOf(day.group(2).toLowerCase(Locale.ROOT)) : -1;
        return month < 0 ? null : "%s-%02d-%02d".formatted(day.group(3), month + 1, Integer.parseInt(day.group(1)));
    }

    /** A whole date, a month or a year. */
    static boolean isUsable(String text) {
        if (!text.matches("(1[89]|20)\\d\\d(-(0[1-9]|1[0-2])(-\\d\\d)?)?")) {
            return false;
        }
        try {
            return text.length() < 10 || LocalDate.parse(text) != null;
        } catch (java.time.DateTimeException e) {
            return false;
        }
    }
}
