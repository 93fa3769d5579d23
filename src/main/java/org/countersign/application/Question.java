package org.countersign.application;

import java.time.Instant;

/** What intake or an agency has asked the applicant. Until it is answered, the asker's clock stands still. */
public record Question(
        String id,
        String applicationId,
        String asker,
        String question,
        String askedBy,
        Instant askedAt,
        Instant remindOn,
        Instant dueOn,
        String state,
        Answer answer) {

    public static final String OPEN = "open";
    public static final String ANSWERED = "answered";
    static final String UNANSWERED = "unanswered";
    static final String DROPPED = "dropped";

    public record Answer(String text, java.util.List<String> attachments, String answeredBy, Instant answeredAt) {}

    public boolean isOpen() {
        return state.equals(OPEN);
    }
}
