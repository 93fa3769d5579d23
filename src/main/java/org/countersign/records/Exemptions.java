package org.countersign.records;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** On which exemption a passage can be kept back, 5 USC 552(b). */
@Component
class Exemptions {

    static final String COMMERCIAL = "b4";
    static final String DELIBERATIVE = "b5";
    static final String PERSONAL = "b6";

    private final JdbcClient db;

    Exemptions(JdbcClient db) {
        this.db = db;
    }

    public record Exemption(String id, String label, String text) {}

    List<Exemption> all() {
        return db.sql("SELECT id, label, text FROM redaction_ground ORDER BY id")
                .query(Exemption.class)
                .list();
    }
}
