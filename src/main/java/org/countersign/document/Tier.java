package org.countersign.document;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who may see a document. */
public enum Tier {
    APPLICANT("The applicant, the lab and staff"),
    INTERNAL("Staff only");

    private final String label;

    Tier(String label) {
        this.label = label;
    }

    /** For people. */
    public String label() {
        return label;
    }

    /** For forms and the database. */
    @JsonValue
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Tier> of(String key) {
        return Arrays.stream(values()).filter(tier -> tier.key().equals(key)).findFirst();
    }
}
