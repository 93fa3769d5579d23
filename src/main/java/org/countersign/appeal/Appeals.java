package org.countersign.appeal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.countersign.license.Reversals;
import org.countersign.workflow.Reasons;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Every appeal and every ruling. Rows are only added. */
@Repository
public class Appeals implements Reversals {

    private static final String SELECT =
            """
            SELECT a.*, d.outcome, d.agency, d.reasons, d.public_reasons, d.internal_reasons, d.decided_by, d.decided_at
            FROM appeal a LEFT JOIN appeal_decision d ON d.appeal_id = a.id
            """;

    private final JdbcClient db;

    Appeals(JdbcClient db) {
        this.db = db;
    }

    void add(FiledAppeal appeal) {
        db.sql(
                        """
                INSERT INTO appeal (id, application_id, number, ground, subject, text, filed_by, filed_at, target_on)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        appeal.id(),
                        appeal.applicationId(),
                        appeal.number(),
                        appeal.ground().key(),
                        appeal.subject(),
                        appeal.text(),
                        appeal.filedBy(),
                        appeal.filedAt().atOffset(ZoneOffset.UTC),
                        appeal.targetOn().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The database refuses the ruling of somebody who took part in the case. */
    void add(String appealId, FiledAppeal.Ruling ruling) {
        db.sql(
                        """
                INSERT INTO appeal_decision (appeal_id, outcome, agency, reasons, public_reasons, internal_reasons,
                  decided_by, decided_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        appealId,
                        ruling.outcome(),
                        ruling.agency(),
                        ruling.reasons().applicant(),
                        ruling.reasons().publicly(),
                        ruling.reasons().internally(),
                        ruling.decidedBy(),
                        ruling.decidedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    public FiledAppeal get(String id) {
        return db.sql(SELECT + "WHERE a.id = ?")
                .param(id)
                .query(Appeals::appeal)
                .single();
    }

    /** Oldest first. */
    public List<FiledAppeal> of(String applicationId) {
        return db.sql(SELECT + "WHERE a.application_id = ? ORDER BY a.number")
                .param(applicationId)
                .query(Appeals::appeal)
                .list();
    }

    @Override
    public Optional<Reversal> ofDenial(String applicationId) {
        return of(applicationId).stream()
                .filter(appeal -> appeal.ground() == AppealGround.DENIAL && !appeal.isPending())
                .map(FiledAppeal::ruling)
                .reduce((earlier, later) -> later)
                .filter(ruling -> ruling.outcome().equals(FiledAppeal.REVERSED))
                .map(ruling -> new Reversal(ruling.reasons(), ruling.decidedBy(), ruling.decidedAt()));
    }

    private static FiledAppeal appeal(ResultSet row, int number) throws SQLException {
        FiledAppeal.Ruling ruling = row.getString("outcome") == null
                ? null
                : new FiledAppeal.Ruling(
                        row.getString("outcome"),
                        row.getString("agency"),
                        new Reasons(
                                row.getString("reasons"),
                                row.getString("public_reasons"),
                                row.getString("internal_reasons")),
                        row.getString("decided_by"),
                        moment(row, "decided_at"));
        return new FiledAppeal(
                row.getString("id"),
                row.getString("application_id"),
                row.getInt("number"),
                AppealGround.of(row.getString("ground")).orElseThrow(),
                row.getString("subject"),
                row.getString("text"),
                row.getString("filed_by"),
                moment(row, "filed_at"),
                moment(row, "target_on"),
                ruling);
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
