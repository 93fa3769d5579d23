package org.countersign.problem;

/** There is no such thing, or it is not the caller's; the two cannot be told apart. */
public class NotFound extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotFound(String kind) {
        super("There is no such " + kind + ".");
    }
}
