package org.countersign.notification;

import java.time.Instant;

/**
 * One mail to one recipient about one step of a case, of a directive, about how a lab signs in, or about a proposal of
 * models.
 *
 * @param applicationId none when it is about something else
 * @param directiveId none when it is about something else
 * @param labId none when it is about something else
 * @param proposalId none when it is about something else
 */
public record Notice(
        String id,
        String applicationId,
        String directiveId,
        String labId,
        String proposalId,
        String kind,
        String about,
        String recipient,
        String subject,
        String body,
        Instant queuedAt,
        Instant sentAt) {}
