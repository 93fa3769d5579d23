package org.countersign.signoff;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.countersign.workflow.Reasons;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Notices of denial, what applicants answered and what was made of it. Rows are only added. */
@Repository
public class DenialNotices {

    private final JdbcClient db;

    DenialNotices(JdbcClient db) {
        this.db = db;
    }

    void add(DenialNotice notice) {
        db.sql(
                        """
                INSERT INTO denial_notice (application_id, round, ground, reasons, public_reasons, criteria, evidence,
                  curable, contact, notified_at, rebuttal_by, final_on)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        notice.applicationId(),
                        notice.round(),
                        notice.ground(),
                        notice.reasons().applicant(),
                        notice.reasons().publicly(),
                        notice.criteria().toArray(String[]::new),
                        notice.evidence(),
                        notice.curable(),
                        notice.contact(),
                        notice.notifiedAt().atOffset(ZoneOffset.UTC),
                        notice.rebuttalBy().atOffset(ZoneOffset.UTC),
                        notice.finalOn().atOffset(ZoneOffset.UTC))
                .update();
    }

    void add(DenialNotice notice, DenialNotice.Rebuttal rebuttal) {
        db.sql(
                        """
                INSERT INTO rebuttal (application_id, round, text, evidence, received_from, received_at)
                VALUES (?, ?, ?, ?, ?, ?)""")
                .params(
                        notice.applicationId(),
                        notice.round(),
                        rebuttal.text(),
                        rebuttal.evidence().toArray(String[]::new),
                        rebuttal.receivedFrom(),
                        rebuttal.receivedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    void add(DenialNotice notice, DenialNotice.Consideration consideration) {
        db.sql(
                        """
                INSERT INTO rebuttal_decision (application_id, round, outcome, reasons, public_reasons,
                  internal_reasons, decided_by, decided_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        notice.applicationId(),
                        notice.round(),
                        consideration.outcome(),
                        consideration.reasons().applicant(),
                        consideration.reasons().publicly(),
                        consideration.reasons().internally(),
                        consideration.decidedBy(),
                        consideration.decidedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Oldest first; more than one when a reopened case comes to the same end. */
    public List<DenialNotice> of(String applicationId) {
        return db.sql(
                        """
                SELECT n.*, r.text, r.evidence AS rebuttal_evidence, r.received_from, r.received_at,
                  d.outcome, d.reasons AS d_reasons, d.public_reasons AS d_public, d.internal_reasons AS d_internal,
                  d.decided_by, d.decided_at
                FROM denial_notice n LEFT JOIN rebuttal r USING (application_id, round)
                LEFT JOIN rebuttal_decision d USING (application_id, round)
                WHERE n.application_id = ? ORDER BY n.round""")
                .param(applicationId)
                .query(DenialNotices::notice)
                .list();
    }

    public Optional<DenialNotice> latestOf(String applicationId) {
        return of(applicationId).stream().reduce((earlier, later) -> later);
    }

    private static DenialNotice notice(ResultSet row, int number) throws SQLException {
        return new DenialNotice(
                row.getString("application_id"),
                row.getInt("round"),
                row.getString("ground"),
                new Reasons(row.getString("reasons"), row.getString("public_reasons"), ""),
                texts(row, "criteria"),
                row.getString("evidence"),
                row.getString("curable"),
                row.getString("contact"),
                moment(row, "notified_at"),
                moment(row, "rebuttal_by"),
                moment(row, "final_on"),
                row.getString("received_from") == null
                        ? null
                        : new DenialNotice.Rebuttal(
                                row.getString("text"),
                                texts(row, "rebuttal_evidence"),
                                row.getString("received_from"),
                                moment(row, "received_at")),
                row.getString("decided_by") == null
                        ? null
                        : new DenialNotice.Consideration(
                                row.getString("outcome"),
                                new Reasons(
                                        row.getString("d_reasons"),
                                        row.getString("d_public"),
                                        row.getString("d_internal")),
                                row.getString("decided_by"),
                                moment(row, "decided_at")));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.asList((String[]) row.getArray(column).getArray());
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
