package org.countersign.workflow;

import java.util.Map;

/** What a form shows beside its inputs, read fresh from our tables whenever the form opens. */
public interface FormFacts {

    /**
     * Lists of rows by the name the form's tables use.
     *
     * @param variables the text variables of the task, as the engine answered them
     */
    Map<String, Object> of(Map<String, String> variables);

    /** Lists of rows for a form that starts a process. */
    default Map<String, Object> atStart() {
        return Map.of();
    }
}
