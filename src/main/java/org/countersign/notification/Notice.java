package org.countersign.notification;

import java.time.Instant;

/**
 * One mail to one recipient about one step of a case, or of a directive.
 *
 * @param applicationId none when it is about a directive
 * @param directiveId none when it is about a case
 */
public record Notice(
        String id,
        String applicationId,
        String directiveId,
        String kind,
        String about,
        String recipient,
        String subject,
        String body,
        Instant queuedAt,
        Instant sentAt) {}
