package org.countersign.database;

import java.util.List;

/** What a committed transaction survives. */
public enum Durability {
    /** Power failure, {@code kill -9}, a full disk: what was answered "stored" is stored. */
    FULL("fsync=on", "synchronous_commit=on", "full_page_writes=on"),
    /** Nothing but the life of the server. For tests, whose data nobody misses. */
    NONE("fsync=off", "synchronous_commit=off", "full_page_writes=off");

    private final List<String> settings;

    Durability(String... settings) {
        this.settings = List.of(settings);
    }

    List<String> settings() {
        return settings;
    }
}
