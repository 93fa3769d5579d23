package org.countersign.screening;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How old a list may be, and how large.
 *
 * @param maxAge since a list was last imported, changed or not; with an older one in force nobody passes
 * @param maxRows of one list
 * @param maxSize of the file of one list
 */
@Validated
@ConfigurationProperties("countersign.screening")
record ScreeningSettings(
        @DefaultValue("PT48H") @NotNull Duration maxAge,
        @DefaultValue("250000") @Min(1) @Max(2_000_000) int maxRows,
        @DefaultValue("64MB") @NotNull DataSize maxSize) {

    @AssertTrue(message = "max-age must be longer than nothing, max-size 1 byte to 1 GB")
    boolean isInRange() {
        return maxAge.compareTo(Duration.ZERO) > 0
                && maxSize.toBytes() > 0
                && maxSize.compareTo(DataSize.ofGigabytes(1)) <= 0;
    }
}
