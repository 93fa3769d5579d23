package org.countersign.proposal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** All proposals, with their files and decisions. */
@Repository
public class ModelProposals {

    private static final String WITH_DECISION =
            """
            SELECT p.*, d.outcome, d.reasons, d.decided_by, d.decided_at, d.deployment_id
            FROM model_proposal p LEFT JOIN model_decision d ON d.proposal_id = p.id\s""";

    private final JdbcClient db;

    ModelProposals(JdbcClient db) {
        this.db = db;
    }

    long nextNumber() {
        return db.sql("SELECT nextval('model_proposal_number')")
                .query(Long.class)
                .single();
    }

    /** False when the same is waiting already. Whoever sends the same at this moment is waited for. */
    boolean add(ModelProposal proposal, long number) {
        boolean added = db.sql(
                                """
                INSERT INTO model_proposal (id, number, title, source, proposed_by, proposed_at, fingerprint)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (fingerprint) WHERE open DO NOTHING""")
                        .params(
                                proposal.id(),
                                number,
                                proposal.title(),
                                proposal.source(),
                                proposal.proposedBy(),
                                proposal.proposedAt().atOffset(ZoneOffset.UTC),
                                proposal.fingerprint())
                        .update()
                == 1;
        if (added) {
            proposal.files().forEach(file -> add(proposal.id(), file));
        }
        return added;
    }

    private void add(String id, ProposedModel file) {
        ProposedModel.Before before = file.before().orElse(null);
        db.sql(
                        """
                INSERT INTO proposed_model (proposal_id, file, content, sha256, before_version, before_content, before_sha256)
                VALUES (?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        id,
                        file.file(),
                        file.content(),
                        file.sha256(),
                        before == null ? null : before.version(),
                        before == null ? null : before.content(),
                        before == null ? null : before.sha256())
                .update();
    }

    Optional<ModelProposal> waiting(String fingerprint) {
        return db.sql(WITH_DECISION + "WHERE p.fingerprint = ? AND p.open")
                .param(fingerprint)
                .query(this::proposal)
                .optional();
    }

    public Optional<ModelProposal> find(String id) {
        return db.sql(WITH_DECISION + "WHERE p.id = ?")
                .param(id)
                .query(this::proposal)
                .optional();
    }

    /** Nobody else decides on it until the transaction ends. */
    void lock(String id) {
        db.sql("SELECT 1 FROM model_proposal WHERE id = ? FOR NO KEY UPDATE")
                .param(id)
                .query((row, number) -> number)
                .list();
    }

    void decide(ModelProposal proposal, ModelProposal.Decision decision) {
        db.sql(
                        """
                INSERT INTO model_decision (proposal_id, proposed_by, fingerprint, outcome, reasons, decided_by, decided_at,
                  deployment_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        proposal.id(),
                        proposal.proposedBy(),
                        proposal.fingerprint(),
                        decision.outcome(),
                        decision.reasons(),
                        decision.decidedBy(),
                        decision.decidedAt().atOffset(ZoneOffset.UTC),
                        decision.deploymentId().orElse(null))
                .update();
    }

    /** A line of the list. */
    public record Line(
            String id, String title, List<String> files, String proposedBy, Instant proposedAt, String state) {}

    /** Those that wait first, then the newest. */
    public List<Line> latest(int limit) {
        return db.sql(
                        """
                SELECT p.id, p.title, p.proposed_by, p.proposed_at, coalesce(d.outcome, 'waiting') AS state,
                  (SELECT array_agg(m.file ORDER BY m.file) FROM proposed_model m WHERE m.proposal_id = p.id) AS files
                FROM model_proposal p LEFT JOIN model_decision d ON d.proposal_id = p.id
                ORDER BY p.open DESC, p.number DESC LIMIT ?""")
                .param(limit)
                .query((row, number) -> new Line(
                        row.getString("id"),
                        row.getString("title"),
                        List.of((String[]) row.getArray("files").getArray()),
                        row.getString("proposed_by"),
                        row.getObject("proposed_at", OffsetDateTime.class).toInstant(),
                        row.getString("state")))
                .list();
    }

    public long waiting() {
        return db.sql("SELECT count(*) FROM model_proposal WHERE open")
                .query(Long.class)
                .single();
    }

    private ModelProposal proposal(ResultSet row, int number) throws SQLException {
        String id = row.getString("id");
        Optional<ModelProposal.Decision> decision = row.getString("outcome") == null
                ? Optional.empty()
                : Optional.of(new ModelProposal.Decision(
                        row.getString("outcome"),
                        row.getString("reasons"),
                        row.getString("decided_by"),
                        row.getObject("decided_at", OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(row.getString("deployment_id"))));
        return new ModelProposal(
                id,
                row.getString("title"),
                row.getString("source"),
                row.getString("proposed_by"),
                row.getObject("proposed_at", OffsetDateTime.class).toInstant(),
                row.getString("fingerprint"),
                filesOf(id),
                decision);
    }

    private List<ProposedModel> filesOf(String id) {
        return db.sql("SELECT * FROM proposed_model WHERE proposal_id = ? ORDER BY file COLLATE \"C\"")
                .param(id)
                .query(ModelProposals::model)
                .list();
    }

    private static ProposedModel model(ResultSet row, int number) throws SQLException {
        byte[] before = row.getBytes("before_content");
        return new ProposedModel(
                row.getString("file"),
                row.getBytes("content"),
                row.getString("sha256"),
                before == null
                        ? Optional.empty()
                        : Optional.of(new ProposedModel.Before(
                                row.getInt("before_version"), before, row.getString("before_sha256"))));
    }
}
