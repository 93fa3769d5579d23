package org.countersign.license;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.countersign.workflow.Reasons;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Every revocation that was opened, whatever became of it. Of each license one at a time. */
@Repository
public class Revocations {

    private static final String SELECT =
            """
            SELECT r.*, a.text AS answer, a.evidence AS answer_evidence, a.received_from, a.received_at,
              d.outcome, d.withdrawn, d.reasons, d.public_reasons, d.internal_reasons, d.decided_by, d.decided_at
            FROM revocation r LEFT JOIN compliance_answer a ON a.revocation_id = r.id
              LEFT JOIN revocation_decision d ON d.revocation_id = r.id
            """;

    private final JdbcClient db;

    Revocations(JdbcClient db) {
        this.db = db;
    }

    void add(Revocation revocation) {
        db.sql(
                        """
                INSERT INTO revocation (id, license_id, application_id, ground, evidence, cure, exception, opened_by,
                  opened_for, opened_at, comply_by, state)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        revocation.id(),
                        revocation.licenseId(),
                        revocation.applicationId(),
                        revocation.ground(),
                        revocation.evidence(),
                        revocation.cure(),
                        revocation.exception(),
                        revocation.openedBy(),
                        revocation.openedFor(),
                        at(revocation.openedAt()),
                        at(revocation.complyBy()),
                        revocation.state())
                .update();
    }

    void add(String id, Revocation.Answer answer) {
        db.sql("INSERT INTO compliance_answer (revocation_id, text, evidence, received_from, received_at)"
                        + " VALUES (?, ?, ?, ?, ?)")
                .params(
                        id,
                        answer.text(),
                        answer.evidence().toArray(String[]::new),
                        answer.receivedFrom(),
                        at(answer.receivedAt()))
                .update();
    }

    void add(Revocation revocation, Revocation.Decision decision) {
        db.sql(
                        """
                INSERT INTO revocation_decision (revocation_id, opened_by, outcome, withdrawn, reasons, public_reasons,
                  internal_reasons, decided_by, decided_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        revocation.id(),
                        revocation.openedBy(),
                        decision.outcome(),
                        decision.withdrawn(),
                        decision.reasons().applicant(),
                        decision.reasons().publicly(),
                        decision.reasons().internally(),
                        decision.decidedBy(),
                        at(decision.decidedAt()))
                .update();
    }

    /** True when it was open until now. */
    boolean close(String id, String state, Instant at) {
        return db.sql("UPDATE revocation SET state = ?, closed_at = ? WHERE id = ? AND state = 'open'")
                        .params(state, at(at), id)
                        .update()
                == 1;
    }

    public Revocation get(String id) {
        return db.sql(SELECT + "WHERE r.id = ?")
                .param(id)
                .query(Revocations::revocation)
                .single();
    }

    /** Oldest first. */
    public List<Revocation> of(String licenseId) {
        return db.sql(SELECT + "WHERE r.license_id = ? ORDER BY r.opened_at, r.id")
                .param(licenseId)
                .query(Revocations::revocation)
                .list();
    }

    public Optional<Revocation> openOver(String licenseId) {
        return db.sql(SELECT + "WHERE r.license_id = ? AND r.state = 'open'")
                .param(licenseId)
                .query(Revocations::revocation)
                .optional();
    }

    private static Revocation revocation(ResultSet row, int number) throws SQLException {
        return new Revocation(
                row.getString("id"),
                row.getString("license_id"),
                row.getString("application_id"),
                row.getString("ground"),
                row.getString("evidence"),
                row.getString("cure"),
                row.getString("exception"),
                row.getString("opened_by"),
                row.getString("opened_for"),
                moment(row, "opened_at"),
                moment(row, "comply_by"),
                row.getString("state"),
                row.getString("answer") == null
                        ? null
                        : new Revocation.Answer(
                                row.getString("answer"),
                                List.of((String[])
                                        row.getArray("answer_evidence").getArray()),
                                row.getString("received_from"),
                                moment(row, "received_at")),
                row.getString("outcome") == null
                        ? null
                        : new Revocation.Decision(
                                row.getString("outcome"),
                                row.getBoolean("withdrawn"),
                                new Reasons(
                                        row.getString("reasons"),
                                        row.getString("public_reasons"),
                                        row.getString("internal_reasons")),
                                row.getString("decided_by"),
                                moment(row, "decided_at")));
    }

    private static OffsetDateTime at(Instant moment) {
        return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }
}
