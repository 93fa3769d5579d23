package org.countersign.proposal;

import java.util.List;

/**
 * One step, rule or field that is not as it was.
 *
 * @param change {@code added}, {@code removed}, {@code changed}, or {@code moved}: drawn elsewhere and otherwise the same
 * @param kind what it is, such as {@code user task}
 * @param id as in the file
 * @param label as people read it
 * @param details of what changed, each property before and after
 */
public record Difference(String change, String kind, String id, String label, List<Detail> details) {

    static final String ADDED = "added";
    static final String REMOVED = "removed";
    static final String CHANGED = "changed";
    static final String MOVED = "moved";

    /** Empty where there was, or is, nothing. */
    public record Detail(String what, String before, String after) {}
}
