package org.countersign.notification;

import java.time.Instant;

/** One mail to one recipient about one step of a case. */
public record Notice(
        String id,
        String applicationId,
        String kind,
        String about,
        String recipient,
        String subject,
        String body,
        Instant queuedAt,
        Instant sentAt) {}
