package org.countersign.access;

import java.util.Arrays;

/** What a cell of the table of permissions says. */
enum Permit {
    YES("yes"),
    /** Open, and what is one's own and what is not is asked further inside, of the case. */
    OWN("own"),
    /** Open in the demonstration only. */
    DEMO("demo"),
    NO("-");

    private final String written;

    Permit(String written) {
        this.written = written;
    }

    static Permit read(String cell) {
        return Arrays.stream(values())
                .filter(permit -> permit.written.equals(cell))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("what does '" + cell + "' mean?"));
    }

    boolean opens(boolean demo) {
        return this == YES || this == OWN || demo && this == DEMO;
    }
}
