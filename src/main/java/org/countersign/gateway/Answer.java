package org.countersign.gateway;

/**
 * Whether a request may pass. Only {@link Verdict#GREEN} lets it.
 *
 * @param reason in one word for logs and metrics, such as {@code suspended} or {@code status-list-too-old}
 */
public record Answer(Verdict verdict, String reason) {

    public enum Verdict {
        GREEN,
        /** The token, or the list, says no. Asking again changes nothing until something else changes. */
        NOT_GREEN,
        /** What is at hand is not enough to tell. Get newer keys or lists, or ask online; until then: no. */
        UNKNOWN
    }

    public boolean isGreen() {
        return verdict == Verdict.GREEN;
    }

    static Answer green(String reason) {
        return new Answer(Verdict.GREEN, reason);
    }

    static Answer notGreen(String reason) {
        return new Answer(Verdict.NOT_GREEN, reason);
    }

    static Answer unknown(String reason) {
        return new Answer(Verdict.UNKNOWN, reason);
    }
}
