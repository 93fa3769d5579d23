package org.countersign.license;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * The answer to "may this customer use this release now?"
 *
 * @param directives those in force that are the reason
 * @param token the same answer to take along, for gateways that ask themselves
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GreenLight(
        boolean green,
        String releaseId,
        String customerId,
        String licenseId,
        Instant until,
        List<License.Condition> conditions,
        LicensedPopulation population,
        String reason,
        List<String> directives,
        String token,
        Instant checkedAt) {

    /** Whom the license covers. */
    public record LicensedPopulation(boolean foreignPersons) {}
}
