package org.countersign.problem;

import org.springframework.http.HttpStatus;

/** A request that is understood and still not done, with the status that says why. */
public class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String field;

    public Refused(HttpStatus status, String field, String message) {
        super(message);
        this.status = status;
        this.field = field;
    }

    public HttpStatus status() {
        return status;
    }

    public String field() {
        return field;
    }
}
