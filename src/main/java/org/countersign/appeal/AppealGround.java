package org.countersign.appeal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be appealed (15 CFR 756.2), and a missed deadline, which elsewhere nobody can appeal. */
public enum AppealGround {
    DENIAL("There is no denial to appeal."),
    CONDITION("There is no condition in force to appeal."),
    SUSPENSION("There is no suspension to appeal."),
    MISSED_DEADLINE("No missed deadline is on record for this application.");

    private final String none;

    AppealGround(String none) {
        this.none = none;
    }

    /** For the API, the database and the diagram. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** When there is nothing of the kind. */
    String none() {
        return none;
    }

    static Optional<AppealGround> of(String key) {
        return Arrays.stream(values())
                .filter(ground -> ground.key().equals(key))
                .findFirst();
    }
}
