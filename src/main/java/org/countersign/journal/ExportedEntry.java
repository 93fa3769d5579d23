package org.countersign.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * An entry as one line of JSON in an export. Hashes and salts are hexadecimal.
 *
 * @param content and {@code salt} are left out where it was erased
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ExportedEntry(
        long index,
        long number,
        String at,
        String actor,
        String actorSalt,
        String action,
        String subject,
        String contentHash,
        String salt,
        String content,
        String entryHash) {

    static ExportedEntry of(long index, EntryCheck entry) {
        HexFormat hex = HexFormat.of();
        return new ExportedEntry(
                index,
                entry.id(),
                Instant.EPOCH.plus(entry.micros(), ChronoUnit.MICROS).toString(),
                entry.actor(),
                hex.formatHex(entry.actorSalt()),
                entry.action(),
                entry.subject(),
                hex.formatHex(entry.contentHash()),
                entry.salt() == null ? null : hex.formatHex(entry.salt()),
                entry.content(),
                hex.formatHex(entry.entryHash()));
    }

    /** @throws IllegalArgumentException when something of it cannot be */
    EntryCheck entry() {
        try {
            HexFormat hex = HexFormat.of();
            return new EntryCheck(
                    number,
                    ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(at)),
                    hex.parseHex(actorSalt),
                    actor,
                    action,
                    subject,
                    hex.parseHex(contentHash),
                    salt == null ? null : hex.parseHex(salt),
                    content,
                    hex.parseHex(entryHash));
        } catch (DateTimeException | NullPointerException e) {
            throw new IllegalArgumentException("something is missing or no time", e);
        }
    }
}
