package org.countersign.notification;

import java.time.Instant;

/**
 * One mail to one recipient about one step of a case, of a directive, or about a proposal of models.
 *
 * @param applicationId none when it is not about a case
 * @param directiveId none when it is not about a directive
 * @param proposalId none when it is not about a proposal
 */
public record Notice(
        String id,
        String applicationId,
        String directiveId,
        String proposalId,
        String kind,
        String about,
        String recipient,
        String subject,
        String body,
        Instant queuedAt,
        Instant sentAt) {}
