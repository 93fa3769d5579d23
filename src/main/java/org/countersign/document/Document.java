package org.countersign.document;

import java.time.Instant;

/** A file that belongs to one application: what is known of it. Its bytes are elsewhere. */
public record Document(
        String id,
        String applicationId,
        String name,
        String mediaType,
        long size,
        String sha256,
        Tier tier,
        String uploadedBy,
        Instant uploadedAt,
        Store store) {}
