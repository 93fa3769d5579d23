package org.countersign.screening;

import org.countersign.problem.Invalid;

/** A file that is not a list as published. The list in force stays. */
class BadList extends Invalid {

    private static final long serialVersionUID = 1L;

    BadList(long line, String message) {
        super("line " + line, message);
    }

    BadList(String field, String message) {
        super(field, message);
    }
}
