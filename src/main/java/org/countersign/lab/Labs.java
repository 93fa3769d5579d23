package org.countersign.lab;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The makers of models, and the OAuth2 clients that speak for them. */
@Repository
public class Labs {

    private final JdbcClient db;

    Labs(JdbcClient db) {
        this.db = db;
    }

    public Optional<Lab> ofClient(String clientId) {
        return db.sql(
                        """
                SELECT lab.id, lab.name, lab.contact_email FROM lab JOIN lab_client ON lab_id = lab.id
                WHERE client_id = ?""")
                .param(clientId)
                .query(Lab.class)
                .optional();
    }

    public Lab get(String id) {
        return db.sql("SELECT id, name, contact_email FROM lab WHERE id = ?")
                .param(id)
                .query(Lab.class)
                .single();
    }

    public List<Lab> all() {
        return db.sql("SELECT id, name, contact_email FROM lab ORDER BY id")
                .query(Lab.class)
                .list();
    }

    public void add(Lab lab, String clientId) {
        db.sql("INSERT INTO lab (id, name, contact_email) VALUES (?, ?, ?)")
                .params(lab.id(), lab.name(), lab.contactEmail())
                .update();
        db.sql("INSERT INTO lab_client (client_id, lab_id) VALUES (?, ?)")
                .params(clientId, lab.id())
                .update();
    }
}
