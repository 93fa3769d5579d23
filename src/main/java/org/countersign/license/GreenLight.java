package org.countersign.license;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/** The answer to "may this customer use this release now?" */
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
        Instant checkedAt) {

    /** Whom the license covers. */
    public record LicensedPopulation(boolean foreignPersons) {}
}
