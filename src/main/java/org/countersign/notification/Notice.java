package org.countersign.notification;

import java.time.Instant;

/** One mail to one recipient about one step of a matter. */
public record Notice(
        String id,
        Matter matter,
        String kind,
        String about,
        String recipient,
        String subject,
        String body,
        Instant queuedAt,
        Instant sentAt) {}
