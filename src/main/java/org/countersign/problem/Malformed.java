package org.countersign.problem;

/** A parameter or header that cannot be understood at all. */
public class Malformed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;

    public Malformed(String field, String message) {
        super(message);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
