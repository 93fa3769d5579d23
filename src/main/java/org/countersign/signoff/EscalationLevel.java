package org.countersign.signoff;

import java.util.Arrays;
import java.util.Locale;

/** The steps of the ladder, lowest first. Each has a clock of its own name in {@code review-clock.dmn}. */
enum EscalationLevel {
    CHAIR("operating-committee"),
    COMMITTEE("committee"),
    BOARD("board"),
    PRINCIPALS("principals");

    private final String holder;

    EscalationLevel(String holder) {
        this.holder = holder;
    }

    /** Whose clock runs at this level. */
    String holder() {
        return holder;
    }

    /** For diagrams, tables and the clock. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** One person answers for the level; at the others every agency of the case has a vote. */
    boolean hasOneSeat() {
        return this == CHAIR || this == PRINCIPALS;
    }

    static EscalationLevel of(String key) {
        return Arrays.stream(values())
                .filter(level -> level.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no level " + key));
    }
}
