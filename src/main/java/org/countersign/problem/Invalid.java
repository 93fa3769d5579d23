package org.countersign.problem;

/** A well-formed request that says something that cannot be. */
public class Invalid extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;

    public Invalid(String field, String message) {
        super(message);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
