package org.countersign.screening;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;

/**
 * A list as it is now.
 *
 * @param version counts the imports that changed something
 * @param confirmedAt when it was last imported, changed or not
 * @param demo comes with the demonstration, which vouches for it
 */
record ListInForce(
        String id,
        int version,
        int rows,
        String sha256,
        Instant importedAt,
        String importedBy,
        Instant confirmedAt,
        @JsonIgnore boolean demo) {

    /** What a screening was made against. */
    record Edition(String list, int version, String sha256) {}

    Edition edition() {
        return new Edition(id, version, sha256);
    }
}
