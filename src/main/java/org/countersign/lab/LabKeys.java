package org.countersign.lab;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The keys labs sign in with. Whoever changes those of a lab holds the lab first ({@link Labs#hold}). */
@Repository
public class LabKeys {

    private final JdbcClient db;

    LabKeys(JdbcClient db) {
        this.db = db;
    }

    /** Those in use, oldest first. */
    public List<LabKey> of(String labId) {
        return db.sql("SELECT * FROM lab_key WHERE lab_id = ? AND removed_at IS NULL ORDER BY added_at, kid")
                .param(labId)
                .query(LabKeys::key)
                .list();
    }

    /** False when the key is known already, as whose and whether in use or not. */
    public boolean add(LabKey key) {
        return db.sql(
                                """
                INSERT INTO lab_key (kid, lab_id, jwk, added_at, added_by) VALUES (?, ?, ?::jsonb, ?, ?)
                ON CONFLICT DO NOTHING""")
                        .params(
                                key.kid(),
                                key.labId(),
                                key.jwk(),
                                key.addedAt().atOffset(ZoneOffset.UTC),
                                key.addedBy())
                        .update()
                == 1;
    }

    public void remove(String kid, String by, Instant now) {
        db.sql("UPDATE lab_key SET removed_at = ?, removed_by = ? WHERE kid = ?")
                .params(now.atOffset(ZoneOffset.UTC), by, kid)
                .update();
    }

    private static LabKey key(ResultSet row, int number) throws SQLException {
        return new LabKey(
                row.getString("kid"),
                row.getString("lab_id"),
                row.getString("jwk"),
                row.getObject("added_at", OffsetDateTime.class).toInstant(),
                row.getString("added_by"));
    }
}
