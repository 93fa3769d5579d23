package org.countersign.lab;

import java.time.Instant;

/**
 * A public key a lab signs in with.
 *
 * @param kid the key's thumbprint (RFC 7638)
 * @param jwk the key itself, as JSON
 */
public record LabKey(String kid, String labId, String jwk, Instant addedAt, String addedBy) {}
