package org.countersign.directive;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/**
 * A directive as a lab sees it: its own releases and customers, and no evidence.
 *
 * @param licenses how many of the lab's it has darkened
 * @param licensesDark how many of these it still does
 */
@Schema(name = "Directive")
@JsonInclude(JsonInclude.Include.NON_NULL)
record DirectiveView(
        String id,
        String reference,
        String population,
        List<String> releaseIds,
        List<String> carveOuts,
        String foreignPersonRule,
        String legalGround,
        String exception,
        String state,
        Instant inForceAt,
        Instant expiresAt,
        Instant endedAt,
        long licenses,
        long licensesDark,
        Instant acknowledgedAt) {}
