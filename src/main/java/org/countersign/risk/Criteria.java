package org.countersign.risk;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** Since when the version in force of each criterion is published. */
    public Map<String, LocalDate> publicationDays() {
        var days = new HashMap<String, LocalDate>();
        db.sql("SELECT DISTINCT ON (id) id, published_on FROM criterion ORDER BY id, version DESC")
                .query(row -> {
                    days.put(row.getString("id"), row.getObject("published_on", LocalDate.class));
                });
        return days;
    }

    public Optional<Criterion> find(String id) {
        return db.sql("SELECT id, title, text, version FROM criterion WHERE id = ? ORDER BY version DESC LIMIT 1")
                .param(id)
                .query(Criterion.class)
                .optional();
    }
}
