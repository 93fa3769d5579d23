package org.countersign.clock;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Days as people read them; all of ours are UTC. */
public final class Days {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter BRIEF = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

    private Days() {}

    /** In a sentence. */
    public static String day(Instant moment) {
        return DAY.format(moment.atOffset(ZoneOffset.UTC));
    }

    /** In a table. */
    public static String brief(Instant moment) {
        return BRIEF.format(moment.atOffset(ZoneOffset.UTC));
    }

    public static String brief(LocalDate day) {
        return BRIEF.format(day);
    }
}
