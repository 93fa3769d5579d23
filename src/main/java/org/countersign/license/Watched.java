package org.countersign.license;

import java.util.Map;

/**
 * Whose living licenses an overview shows.
 *
 * @param labId one lab's; empty: of all
 * @param words a reference, a customer's id or a part of its name; empty: any
 */
public record Watched(String labId, String words) {

    public static final Watched ALL = new Watched("", "");

    /** What each row says of its license, in queries that call it l and its application a. */
    public static final String COLUMNS =
            "a.reference, a.customer_name, l.id AS license_id, l.customer_id, l.release_id";

    public static final String THEIRS =
            """
            l.status IN ('issued', 'suspended') AND (:lab = '' OR l.lab_id = :lab)
            AND (:words = '' OR a.reference = :words OR l.customer_id = :words
              OR strpos(lower(a.customer_name), lower(:words)) > 0)""";

    public static Watched of(String labId) {
        return new Watched(labId, "");
    }

    public Map<String, Object> params() {
        return Map.of("lab", labId, "words", words);
    }
}
