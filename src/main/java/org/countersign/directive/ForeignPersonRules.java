package org.countersign.directive;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The published rules that say who is a foreign person. */
@Repository
public class ForeignPersonRules {

    static final String WIDEST = "any-foreign-national";

    private final JdbcClient db;

    ForeignPersonRules(JdbcClient db) {
        this.db = db;
    }

    public record Rule(String id, String title, String text, String source, String version) {}

    public Rule get(String id) {
        return db.sql("SELECT id, title, text, source, version FROM foreign_person_rule WHERE id = ?")
                .param(id)
                .query(Rule.class)
                .single();
    }

    List<String> ids() {
        return db.sql("SELECT id FROM foreign_person_rule ORDER BY id")
                .query(String.class)
                .list();
    }
}
