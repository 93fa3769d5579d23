package org.countersign.docket;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.countersign.workflow.Reasons;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How far a disagreement went up, and what was appealed: read for the page of the case, written elsewhere. */
@Repository
class Disputes {

    private final JdbcClient db;

    Disputes(JdbcClient db) {
        this.db = db;
    }

    /** One line of the ladder: a seat's vote, an agency's answer to a decision, or the decision of a level. */
    record Rung(int round, String level, Instant at, String who, String person, String said, Reasons reasons) {}

    record Appeal(
            int number,
            String ground,
            String text,
            String filedBy,
            Instant filedAt,
            Instant targetOn,
            String outcome,
            String agency,
            Reasons reasons,
            String decidedBy,
            Instant decidedAt) {}

    /** In the order of what happened. */
    List<Rung> ladderOf(String applicationId) {
        return db.sql(
                        """
                SELECT round, level, voted_at AS at, voter AS who, voted_by AS person, outcome AS said, reasons,
                  public_reasons, internal_reasons, 1 AS step FROM escalation_vote WHERE application_id = :id
                UNION ALL
                SELECT round, level, responded_at, agency, responded_by,
                  CASE WHEN escalates THEN 'carries it up' ELSE 'lets it stand' END, reasons, '', '', 3
                FROM escalation_response WHERE application_id = :id
                UNION ALL
                SELECT round, level, decided_at, '', '', 'decision: ' || outcome, '', '', '', 2
                FROM escalation_decision WHERE application_id = :id
                ORDER BY round, at, step, who""")
                .param("id", applicationId)
                .query((row, n) -> new Rung(
                        row.getInt("round"),
                        row.getString("level"),
                        moment(row, "at"),
                        row.getString("who"),
                        row.getString("person"),
                        row.getString("said"),
                        reasons(row)))
                .list();
    }

    List<Appeal> appealsOf(String applicationId) {
        return db.sql(
                        """
                SELECT a.*, d.outcome, d.agency, d.reasons, d.public_reasons, d.internal_reasons, d.decided_by,
                  d.decided_at
                FROM appeal a LEFT JOIN appeal_decision d ON d.appeal_id = a.id
                WHERE a.application_id = ? ORDER BY a.number""")
                .param(applicationId)
                .query((row, n) -> new Appeal(
                        row.getInt("number"),
                        row.getString("ground"),
                        row.getString("text"),
                        row.getString("filed_by"),
                        moment(row, "filed_at"),
                        moment(row, "target_on"),
                        row.getString("outcome"),
                        row.getString("agency"),
                        row.getString("decided_by") == null ? null : reasons(row),
                        row.getString("decided_by"),
                        moment(row, "decided_at")))
                .list();
    }

    private static Reasons reasons(ResultSet row) throws SQLException {
        return new Reasons(
                row.getString("reasons"), row.getString("public_reasons"), row.getString("internal_reasons"));
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }
}
