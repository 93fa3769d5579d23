package org.countersign.license;

/**
 * A condition was released or changed; whoever tells the applicant listens.
 *
 * @param kind {@code condition-released} or {@code condition-changed}
 * @param about what happened, so that it is told once
 */
public record ConditionNews(String applicationId, String kind, String about) {

    public static final String RELEASED = "condition-released";
    public static final String CHANGED = "condition-changed";
}
