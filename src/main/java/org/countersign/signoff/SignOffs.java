package org.countersign.signoff;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which agencies a case needs. */
@Repository
public class SignOffs {

    private final JdbcClient db;

    SignOffs(JdbcClient db) {
        this.db = db;
    }

    void add(SignOff signOff) {
        db.sql(
                        """
                INSERT INTO sign_off (id, application_id, agency, ground, policy_version, policy_sha256,
                  requested_at, due_on)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        signOff.id(),
                        signOff.applicationId(),
                        signOff.agency(),
                        signOff.ground(),
                        signOff.policyVersion(),
                        signOff.policySha256(),
                        signOff.requestedAt().atOffset(ZoneOffset.UTC),
                        signOff.dueOn().atOffset(ZoneOffset.UTC))
                .update();
    }

    public List<SignOff> of(String applicationId) {
        return db.sql("SELECT * FROM sign_off WHERE application_id = ? ORDER BY agency")
                .param(applicationId)
                .query(SignOffs::signOff)
                .list();
    }

    SignOff of(String applicationId, String agency) {
        return db.sql("SELECT * FROM sign_off WHERE application_id = ? AND agency = ?")
                .params(applicationId, agency)
                .query(SignOffs::signOff)
                .single();
    }

    private static SignOff signOff(ResultSet row, int number) throws SQLException {
        return new SignOff(
                row.getString("id"),
                row.getString("application_id"),
                row.getString("agency"),
                row.getString("ground"),
                row.getInt("policy_version"),
                row.getString("policy_sha256"),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                row.getObject("due_on", OffsetDateTime.class).toInstant());
    }
}
