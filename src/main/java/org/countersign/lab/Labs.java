package org.countersign.lab;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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

    /** How the lab that a client speaks for stands at this moment. */
    public Optional<Standing> standingOf(String clientId) {
        return db.sql(
                        """
                SELECT lab.id, lab.name, lab.contact_email,
                  EXISTS (SELECT 1 FROM lab_suspension s WHERE s.lab_id = lab.id AND reinstated_at IS NULL) AS suspended,
                  ARRAY(SELECT kid FROM lab_key k WHERE k.lab_id = lab.id AND removed_at IS NULL) AS kids
                FROM lab JOIN lab_client c ON c.lab_id = lab.id WHERE client_id = ?""")
                .param(clientId)
                .query(Labs::standing)
                .optional();
    }

    public Optional<Lab> find(String id) {
        return db.sql("SELECT id, name, contact_email FROM lab WHERE id = ?")
                .param(id)
                .query(Lab.class)
                .optional();
    }

    /** Nobody else changes the lab or its keys until the transaction ends. */
    public Optional<Lab> hold(String id) {
        return db.sql("SELECT id, name, contact_email FROM lab WHERE id = ? FOR UPDATE")
                .param(id)
                .query(Lab.class)
                .optional();
    }

    /** False when there is such a lab already; then nothing changes. */
    public boolean register(Lab lab, String clientId) {
        boolean isNew = db.sql("INSERT INTO lab (id, name, contact_email) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                        .params(lab.id(), lab.name(), lab.contactEmail())
                        .update()
                == 1;
        if (isNew) {
            db.sql("INSERT INTO lab_client (client_id, lab_id) VALUES (?, ?)")
                    .params(clientId, lab.id())
                    .update();
        }
        return isNew;
    }

    public void change(Lab lab) {
        db.sql("UPDATE lab SET name = ?, contact_email = ? WHERE id = ?")
                .params(lab.name(), lab.contactEmail(), lab.id())
                .update();
    }

    public Optional<Suspension> suspensionOf(String id) {
        return db.sql(
                        """
                SELECT reasons, suspended_by, suspended_at FROM lab_suspension
                WHERE lab_id = ? AND reinstated_at IS NULL""")
                .param(id)
                .query((row, n) -> new Suspension(
                        row.getString(1),
                        row.getString(2),
                        row.getObject(3, OffsetDateTime.class).toInstant()))
                .optional();
    }

    /** False when it is suspended already. */
    public boolean suspend(String id, Suspension suspension) {
        return db.sql(
                                """
                INSERT INTO lab_suspension (id, lab_id, reasons, suspended_by, suspended_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (lab_id) WHERE reinstated_at IS NULL DO NOTHING""")
                        .params(
                                UUID.randomUUID().toString(),
                                id,
                                suspension.reasons(),
                                suspension.suspendedBy(),
                                suspension.suspendedAt().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** False when it is not suspended. */
    public boolean reinstate(String id, String by, String reasons, Instant now) {
        return db.sql(
                                """
                UPDATE lab_suspension SET reinstated_by = ?, reinstated_because = ?, reinstated_at = ?
                WHERE lab_id = ? AND reinstated_at IS NULL""")
                        .params(by, reasons, now.atOffset(ZoneOffset.UTC), id)
                        .update()
                == 1;
    }

    private static Standing standing(ResultSet row, int number) throws SQLException {
        return new Standing(
                new Lab(row.getString("id"), row.getString("name"), row.getString("contact_email")),
                row.getBoolean("suspended"),
                Set.of((String[]) row.getArray("kids").getArray()));
    }
}
