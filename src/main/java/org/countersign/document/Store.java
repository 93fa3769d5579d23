package org.countersign.document;

import java.util.Arrays;
import java.util.Locale;

/** Where the bytes of a document are. */
public enum Store {
    POSTGRESQL,
    S3;

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Store of(String key) {
        return Arrays.stream(values())
                .filter(store -> store.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
