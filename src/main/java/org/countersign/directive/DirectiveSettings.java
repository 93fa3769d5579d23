package org.countersign.directive;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long directives may last, and how often a node looks whether one has ended.
 *
 * @param longestDays how far ahead the end of a directive may lie; what is needed longer is drafted and signed again
 * @param heartbeat see {@link Expiry}
 */
@Validated
@ConfigurationProperties("countersign.directives")
record DirectiveSettings(
        @DefaultValue("180") @Min(1) @Max(3_650) int longestDays, @DefaultValue("PT1S") Duration heartbeat) {}
