package org.countersign.signoff;

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

/** How disagreements went up the ladder: every vote, every answer and every level's decision. Rows are only added. */
@Repository
public class Escalations {

    private final JdbcClient db;

    Escalations(JdbcClient db) {
        this.db = db;
    }

    /** A case climbs again after a rebuttal; its rounds are counted. */
    int open(String applicationId, Instant at) {
        int round = latestRound(applicationId) + 1;
        db.sql("INSERT INTO escalation (application_id, round, opened_at) VALUES (?, ?, ?)")
                .params(applicationId, round, at.atOffset(ZoneOffset.UTC))
                .update();
        return round;
    }

    /** 0 when there was no escalation. */
    int latestRound(String applicationId) {
        return db.sql("SELECT coalesce(max(round), 0) FROM escalation WHERE application_id = ?")
                .param(applicationId)
                .query(Integer.class)
                .single();
    }

    void add(String applicationId, EscalationVote vote) {
        db.sql(
                        """
                INSERT INTO escalation_vote (application_id, round, level, voter, outcome, reasons, public_reasons,
                  internal_reasons, voted_by, voted_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        applicationId,
                        vote.round(),
                        vote.level(),
                        vote.voter(),
                        vote.outcome(),
                        vote.reasons().applicant(),
                        vote.reasons().publicly(),
                        vote.reasons().internally(),
                        vote.votedBy(),
                        vote.votedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The database counts the votes once more and refuses a decision they do not give. */
    void add(String applicationId, EscalationDecision decision) {
        db.sql(
                        """
                INSERT INTO escalation_decision (application_id, round, level, outcome, decided_at)
                VALUES (?, ?, ?, ?, ?)""")
                .params(
                        applicationId,
                        decision.round(),
                        decision.level(),
                        decision.outcome(),
                        decision.decidedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    void add(String applicationId, EscalationResponse response) {
        db.sql(
                        """
                INSERT INTO escalation_response (application_id, round, level, agency, escalates, reasons,
                  responded_by, responded_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        applicationId,
                        response.round(),
                        response.level(),
                        response.agency(),
                        response.escalates(),
                        response.reasons(),
                        response.respondedBy(),
                        response.respondedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Of every round, oldest first. */
    public List<EscalationVote> votesOf(String applicationId) {
        return db.sql("SELECT * FROM escalation_vote WHERE application_id = ? ORDER BY voted_at, voter")
                .param(applicationId)
                .query((row, n) -> new EscalationVote(
                        row.getInt("round"),
                        row.getString("level"),
                        row.getString("voter"),
                        row.getString("outcome"),
                        new Reasons(
                                row.getString("reasons"),
                                row.getString("public_reasons"),
                                row.getString("internal_reasons")),
                        row.getString("voted_by"),
                        moment(row, "voted_at")))
                .list();
    }

    /** Of every round, oldest first, and of one moment the lower level first. */
    public List<EscalationDecision> decisionsOf(String applicationId) {
        return db.sql(
                        """
                SELECT * FROM escalation_decision WHERE application_id = ?
                ORDER BY round, array_position(ARRAY['chair', 'committee', 'board', 'principals'], level)""")
                .param(applicationId)
                .query((row, n) -> new EscalationDecision(
                        row.getInt("round"),
                        row.getString("level"),
                        row.getString("outcome"),
                        moment(row, "decided_at")))
                .list();
    }

    /** What the highest level that was reached last has decided. */
    public Optional<EscalationDecision> lastWordOn(String applicationId) {
        return decisionsOf(applicationId).stream().reduce((lower, higher) -> higher);
    }

    /** Of every round, oldest first. */
    public List<EscalationResponse> responsesOf(String applicationId) {
        return db.sql("SELECT * FROM escalation_response WHERE application_id = ? ORDER BY responded_at, agency")
                .param(applicationId)
                .query((row, n) -> new EscalationResponse(
                        row.getInt("round"),
                        row.getString("level"),
                        row.getString("agency"),
                        row.getBoolean("escalates"),
                        row.getString("reasons"),
                        row.getString("responded_by"),
                        moment(row, "responded_at")))
                .list();
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
