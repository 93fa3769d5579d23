package org.countersign.records;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** On which exemption a passage can be kept back, 5 USC 552(b). */
@Component
class Grounds {

    static final String COMMERCIAL = "b4";
    static final String DELIBERATIVE = "b5";
    static final String PERSONAL = "b6";

    private final JdbcClient db;

    Grounds(JdbcClient db) {
        this.db = db;
    }

    public record Ground(String id, String label, String text) {}

    List<Ground> all() {
        return db.sql("SELECT id, label, text FROM redaction_ground ORDER BY id")
                .query(Ground.class)
                .list();
    }
}
