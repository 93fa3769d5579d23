package org.countersign.release;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** One version of a model put before the gate. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Release(
        String id,
        @JsonIgnore String labId,
        String name,
        String predecessorId,
        LocalDate plannedReleaseOn,
        BigDecimal trainingComputeFlop,
        List<String> modalities,
        List<String> accessModes,
        String tier,
        String gate,
        String stage,
        Instant registeredAt) {

    public static final String EXEMPT = "exempt";
    public static final String GATED = "gated";

    @JsonIgnore
    public boolean isExempt() {
        return EXEMPT.equals(gate);
    }

    @JsonIgnore
    public boolean isGated() {
        return GATED.equals(gate);
    }
}
