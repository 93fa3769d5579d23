package org.countersign.workflow;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a person entered to complete a task, for as long as that completion takes. It never becomes a
 * process variable: a variable decides which case a task belongs to and where it goes next, and nobody may
 * write those but the process itself.
 */
final class EnteredForm {

    private static final ThreadLocal<Map<String, Object>> CURRENT = new ThreadLocal<>();

    private EnteredForm() {}

    static <T> T during(Map<String, Object> entered, Supplier<T> completion) {
        CURRENT.set(entered == null ? Map.of() : new HashMap<>(entered));
        try {
            return completion.get();
        } finally {
            CURRENT.remove();
        }
    }

    /** Empty when there is nothing, or when what was sent is no simple value. */
    static String text(String field) {
        Map<String, Object> entered = CURRENT.get();
        Object value = entered == null ? null : entered.get(field);
        if (value == null) {
            return "";
        }
        if (value instanceof String || value instanceof Boolean || value instanceof Number) {
            return value.toString();
        }
        throw new RuleBroken(field, "This must be a text.");
    }
}
