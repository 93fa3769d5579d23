package org.countersign.license;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.Period;
import java.util.List;

/**
 * A green light for one customer and one release, with its conditions.
 *
 * @param keptAliveBy the open application that renews it: until that is decided its date does not end it
 */
public record License(
        String id,
        String applicationId,
        @JsonIgnore String labId,
        String releaseId,
        String customerId,
        boolean foreignPersons,
        int users,
        List<String> countries,
        String domain,
        String band,
        String status,
        Instant issuedAt,
        Instant expiresOn,
        @JsonInclude(JsonInclude.Include.NON_NULL) String keptAliveBy,
        @JsonIgnore int auditDays,
        @JsonIgnore Place place,
        List<Condition> conditions) {

    public static final String ISSUED = "issued";
    public static final String SUSPENDED = "suspended";
    public static final String REVOKED = "revoked";
    public static final String EXPIRED = "expired";
    public static final String SURRENDERED = "surrendered";

    /**
     * Where the license stands in the public lists.
     *
     * @param light the value there
     */
    public record Place(long index, Light light) {}

    /**
     * A condition belongs to the agency that set it.
     *
     * @param replaces the condition it took the place of, if any
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Condition(
            String id, String agency, String text, Instant setAt, Instant releasedAt, String replaces) {}

    @JsonProperty
    public String auditInterval() {
        return Period.ofDays(auditDays).toString();
    }

    License with(List<Condition> conditions) {
        return new License(
                id,
                applicationId,
                labId,
                releaseId,
                customerId,
                foreignPersons,
                users,
                countries,
                domain,
                band,
                status,
                issuedAt,
                expiresOn,
                keptAliveBy,
                auditDays,
                place,
                conditions);
    }

    /** Carried out as signed: conditions can be released or changed, also while it is suspended. */
    public boolean isAlive(Instant at) {
        return (status.equals(ISSUED) || status.equals(SUSPENDED)) && (keptAliveBy != null || at.isBefore(expiresOn));
    }
}
