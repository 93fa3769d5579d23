package org.countersign.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.countersign.application.Country;
import org.hibernate.validator.constraints.UniqueElements;

/**
 * What a lab says of the use of one license in one period. Days are days of UTC, the last one included.
 *
 * @param byUseCase the use by its domain, in any unit: only the shares count
 * @param countries from which the license was used, when the lab knows
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record UsageReport(
        @NotNull @Pattern(regexp = "[!-~]{1,100}", message = "must be 1 to 100 visible ASCII characters")
                String reportId,
        @Schema(format = "date") @NotNull @UtcDay String periodStart,
        @Schema(format = "date") @NotNull @UtcDay String periodEnd,
        @NotNull @Min(0) @Max(UsageReport.MOST) Long requests,
        @NotNull @Min(0) @Max(UsageReport.MOST) Long tokens,
        @NotNull @Min(0) @Max(UsageReport.MOST) Long activeUsers,
        @NotNull @Min(0) @Max(UsageReport.MOST) Long foreignPersonUsers,
        @NotNull @Shares Map<String, BigDecimal> byUseCase,
        @NotNull @Min(0) @Max(UsageReport.MOST) Long incidents,
        @Size(max = 250) @UniqueElements(message = "must not name a country twice")
                List<@NotNull @Country String> countries) {

    /** More than any release will ever serve, and far from where numbers overflow. */
    static final long MOST = 1_000_000_000_000_000_000L;

    private static final int LONGEST_SCALE = 20;

    /** 60 and 60.0 are the same, and the order of names says nothing. */
    UsageReport {
        if (byUseCase != null) {
            var inOrder = new TreeMap<String, BigDecimal>();
            byUseCase.forEach((useCase, amount) -> inOrder.put(useCase, plain(amount)));
            byUseCase = inOrder;
        }
        countries = countries == null || countries.contains(null)
                ? countries
                : countries.stream().sorted().toList();
    }

    private static BigDecimal plain(BigDecimal amount) {
        return amount == null || Math.abs((long) amount.scale()) > LONGEST_SCALE
                ? amount // refused, and never written out
                : new BigDecimal(amount.stripTrailingZeros().toPlainString());
    }

    LocalDate start() {
        return LocalDate.parse(periodStart);
    }

    LocalDate end() {
        return LocalDate.parse(periodEnd);
    }

    long days() {
        return ChronoUnit.DAYS.between(start(), end()) + 1;
    }
}
