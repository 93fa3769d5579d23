package org.countersign.notification;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * Where a lab wants to be told.
 *
 * @param followsFrom entries of the journal after this one are told
 * @param failingSince since when no attempt has succeeded, null when the last one did
 * @param disabledAt when it answered that it is gone; null as long as it is used
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Webhook(
        @JsonIgnore String labId,
        String url,
        Instant registeredAt,
        Instant changedAt,
        @JsonIgnore long followsFrom,
        Instant failingSince,
        Instant disabledAt) {}
