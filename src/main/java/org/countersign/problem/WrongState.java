package org.countersign.problem;

/** A good request that comes too early, too late, or a second time. */
public class WrongState extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WrongState(String message) {
        super(message);
    }
}
