package org.countersign.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.countersign.workflow.Reasons;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The sanctions proposed for each license, and what was decided. */
@Repository
public class Proposals {

    private static final String SELECT =
            """
            SELECT p.*, l.application_id, d.outcome, d.reasons, d.public_reasons, d.internal_reasons, d.agency,
              d.decided_by, d.decided_at
            FROM sanction_proposal p JOIN license l ON l.id = p.license_id
            LEFT JOIN sanction_decision d ON d.proposal_id = p.id
            """;

    private final JdbcClient db;

    Proposals(JdbcClient db) {
        this.db = db;
    }

    void add(String id, String licenseId, String ground, String evidence, Instant proposedAt) {
        db.sql(
                        """
                INSERT INTO sanction_proposal (id, license_id, ground, evidence, proposed_at) VALUES (?, ?, ?, ?, ?)""")
                .params(id, licenseId, ground, evidence, proposedAt.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Decides it, for good. */
    void add(String id, Proposal.Decision decision) {
        db.sql(
                        """
                INSERT INTO sanction_decision (proposal_id, outcome, reasons, public_reasons, internal_reasons, agency,
                  decided_by, decided_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        id,
                        decision.outcome(),
                        decision.reasons().applicant(),
                        decision.reasons().publicly(),
                        decision.reasons().internally(),
                        decision.agency(),
                        decision.decidedBy(),
                        decision.decidedAt().atOffset(ZoneOffset.UTC))
                .update();
        close(id, Proposal.DECIDED, decision.decidedAt());
    }

    /** True when it was open until now. */
    boolean close(String id, String state, Instant at) {
        return db.sql("UPDATE sanction_proposal SET state = ?, closed_at = ? WHERE id = ? AND state = 'open'")
                        .params(state, at.atOffset(ZoneOffset.UTC), id)
                        .update()
                == 1;
    }

    public Proposal get(String id) {
        return db.sql(SELECT + "WHERE p.id = ?")
                .param(id)
                .query(Proposals::proposal)
                .single();
    }

    /** Oldest first. */
    public List<Proposal> of(String licenseId) {
        return db.sql(SELECT + "WHERE p.license_id = ? ORDER BY p.proposed_at, p.id")
                .param(licenseId)
                .query(Proposals::proposal)
                .list();
    }

    private static Proposal proposal(ResultSet row, int number) throws SQLException {
        return new Proposal(
                row.getString("id"),
                row.getString("license_id"),
                row.getString("application_id"),
                row.getString("ground"),
                row.getString("evidence"),
                row.getObject("proposed_at", OffsetDateTime.class).toInstant(),
                row.getString("state"),
                row.getString("outcome") == null ? null : decision(row));
    }

    private static Proposal.Decision decision(ResultSet row) throws SQLException {
        return new Proposal.Decision(
                row.getString("outcome"),
                new Reasons(
                        row.getString("reasons"), row.getString("public_reasons"), row.getString("internal_reasons")),
                row.getString("agency"),
                row.getString("decided_by"),
                row.getObject("decided_at", OffsetDateTime.class).toInstant());
    }
}
