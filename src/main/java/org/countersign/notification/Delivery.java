package org.countersign.notification;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/**
 * One event for one lab, and what became of it.
 *
 * @param id sent along as {@code webhook-id}, the same at every attempt
 * @param orderingKey what is delivered in order: the case with its license, or the directive
 * @param nextAttemptAt not before; null when no attempt is waited for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Delivery(
        String id,
        @JsonIgnore long position,
        String type,
        String orderingKey,
        @Schema(allowableValues = {Delivery.QUEUED, Delivery.DELIVERED, Delivery.FAILED}) String status,
        Instant createdAt,
        Instant nextAttemptAt,
        Instant deliveredAt,
        @JsonRawValue @Schema(type = "object") String payload,
        List<Attempted> attempts) {

    static final String QUEUED = "queued";
    static final String DELIVERED = "delivered";
    static final String FAILED = "failed";

    Delivery with(List<Attempted> found) {
        return new Delivery(
                id, position, type, orderingKey, status, createdAt, nextAttemptAt, deliveredAt, payload, found);
    }

    /** @param code of the answer; null when there was none */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Attempted(int number, Instant at, long durationMs, String outcome, Integer code) {}
}
