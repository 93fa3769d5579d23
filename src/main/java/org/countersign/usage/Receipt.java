package org.countersign.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What a lab gets for a report, the same however often it sends it.
 *
 * @param remarks what was noticed: {@code late}, {@code overlapping}, {@code gap}, {@code supersedes}
 * @param supersedes the report of the same period that no longer counts
 */
@Schema(name = "UsageReceipt")
@JsonInclude(JsonInclude.Include.NON_NULL)
record Receipt(
        String licenseId,
        String reportId,
        LocalDate periodStart,
        LocalDate periodEnd,
        Instant receivedAt,
        boolean counted,
        List<String> remarks,
        String supersedes) {

    static final String LATE = "late";
    static final String OVERLAPPING = "overlapping";
    static final String GAP = "gap";
    static final String SUPERSEDES = "supersedes";
}
