package org.countersign.access;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many requests a minute are answered, on all nodes together.
 *
 * @param labPerMinute of one lab
 * @param addressPerMinute from one address, of pages that need no sign-in, sign-ins and access tokens
 */
@Validated
@ConfigurationProperties("countersign.requests")
record RequestSettings(
        @DefaultValue("600000") @Min(1) @Max(1_000_000_000) long labPerMinute,
        @DefaultValue("3000") @Min(1) @Max(1_000_000_000) long addressPerMinute) {}
