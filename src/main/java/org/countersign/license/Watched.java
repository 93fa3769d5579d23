package org.countersign.license;

import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

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

    /** @param query names {@link #COLUMNS} and {@link #THEIRS}, and ends where its rows are to be cut */
    public <T> List<T> rows(JdbcClient db, String query, int limit, Class<T> row) {
        return db.sql(query + " LIMIT :limit")
                .params(params())
                .param("limit", limit)
                .query(row)
                .list();
    }

    /** @param from what the rows are taken from, with {@link #THEIRS} */
    public long count(JdbcClient db, String from) {
        return db.sql("SELECT count(*) " + from)
                .params(params())
                .query(Long.class)
                .single();
    }

    private Map<String, Object> params() {
        return Map.of("lab", labId, "words", words);
    }
}
