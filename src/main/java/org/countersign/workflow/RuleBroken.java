package org.countersign.workflow;

import org.camunda.bpm.engine.BadUserRequestException;

/**
 * A person tried to complete a step in a way the rules do not allow. The task stays open, nothing is
 * stored, and the message is shown to that person as it is.
 */
public class RuleBroken extends BadUserRequestException {

    private static final long serialVersionUID = 1L;

    private final String field;

    public RuleBroken(String field, String message) {
        super(message);
        this.field = field;
    }

    /** The form field the message is about. */
    public String field() {
        return field;
    }
}
