package org.countersign.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A license as far as its use is held against it.
 *
 * @param reference of its case
 * @param endsAt the moment after which no period begins; null while nothing has ended it
 */
record Declared(
        String licenseId,
        String labId,
        String reference,
        long users,
        boolean foreignPersons,
        List<String> countries,
        String domain,
        String band,
        Instant issuedAt,
        Instant endsAt) {

    LocalDate firstDay() {
        return day(issuedAt);
    }

    boolean isOverBefore(LocalDate day) {
        return endsAt != null && day(endsAt).isBefore(day);
    }

    static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }
}
