package org.countersign.risk;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The published criteria. Texts never change; a new wording is a new version. */
@Repository
public class Criteria {

    private final JdbcClient db;

    Criteria(JdbcClient db) {
        this.db = db;
    }

    public record Criterion(String id, String title, String text, int version) {}

    /** The versions now in force. */
    public List<Criterion> published() {
        return db.sql(
                        """
                SELECT DISTINCT ON (id) id, title, text, version FROM criterion ORDER BY id, version DESC""")
                .query(Criterion.class)
                .list();
    }

    public Optional<Criterion> find(String id) {
        return db.sql("SELECT id, title, text, version FROM criterion WHERE id = ? ORDER BY version DESC LIMIT 1")
                .param(id)
                .query(Criterion.class)
                .optional();
    }
}
