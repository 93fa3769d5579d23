package org.countersign.screening;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What an entry of a list is about. Some of the lists do not say. */
public enum EntryType {
    PERSON,
    ORGANIZATION,
    VESSEL,
    AIRCRAFT,
    UNKNOWN;

    @JsonValue
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static EntryType of(String key) {
        return Arrays.stream(values())
                .filter(type -> type.key().equals(key))
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** By the word in the column {@code type}. */
    static EntryType published(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "individual", "person" -> PERSON;
            case "entity", "organization", "organisation", "company" -> ORGANIZATION;
            case "vessel" -> VESSEL;
            case "aircraft" -> AIRCRAFT;
            default -> UNKNOWN;
        };
    }
}
