package org.countersign.signoff;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.countersign.risk.Criteria;
import org.countersign.workflow.Reasons;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Every draft and every signature, for ever. Rows are only added. */
@Repository
public class Votes {

    private final JdbcClient db;

    Votes(JdbcClient db) {
        this.db = db;
    }

    void add(Vote vote, List<Criteria.Criterion> criteria) {
        db.sql(
                        """
                INSERT INTO vote (id, sign_off_id, round, vote, reasons, public_reasons, internal_reasons, evidence,
                  question, cure, drafted_by, drafted_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        vote.id(),
                        vote.signOffId(),
                        vote.round(),
                        vote.vote(),
                        vote.reasons().applicant(),
                        vote.reasons().publicly(),
                        vote.reasons().internally(),
                        vote.evidence(),
                        vote.question(),
                        vote.cure(),
                        vote.draftedBy(),
                        vote.draftedAt().atOffset(ZoneOffset.UTC))
                .update();
        for (Criteria.Criterion criterion : criteria) {
            db.sql("INSERT INTO vote_criterion (vote_id, criterion_id, criterion_version) VALUES (?, ?, ?)")
                    .params(vote.id(), criterion.id(), criterion.version())
                    .update();
        }
        int position = 0;
        for (String condition : vote.conditions()) {
            db.sql("INSERT INTO vote_condition (vote_id, position, text) VALUES (?, ?, ?)")
                    .params(vote.id(), ++position, condition)
                    .update();
        }
    }

    void countersign(Vote vote, Vote.Countersignature signature) {
        db.sql(
                        """
                INSERT INTO countersignature (vote_id, drafted_by, signed_by, accepted, note, signed_at)
                VALUES (?, ?, ?, ?, ?, ?)""")
                .params(
                        vote.id(),
                        vote.draftedBy(),
                        signature.signedBy(),
                        signature.accepted(),
                        signature.note(),
                        signature.signedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Every vote of a case, oldest first. */
    public List<Vote> ofApplication(String applicationId) {
        return db.sql(SELECT + "WHERE s.application_id = ? ORDER BY v.drafted_at, v.round")
                .param(applicationId)
                .query(Votes::vote)
                .list();
    }

    /** The latest draft of a sign-off. */
    Optional<Vote> latestOf(String signOffId) {
        return db.sql(SELECT + "WHERE s.id = ? ORDER BY v.round DESC LIMIT 1")
                .param(signOffId)
                .query(Votes::vote)
                .optional();
    }

    private static final String SELECT =
            """
            SELECT v.*, s.agency, c.accepted, c.signed_by, c.note, c.signed_at,
              ARRAY(SELECT criterion_id FROM vote_criterion WHERE vote_id = v.id ORDER BY 1) AS criteria,
              ARRAY(SELECT text FROM vote_condition WHERE vote_id = v.id ORDER BY position) AS conditions
            FROM vote v JOIN sign_off s ON s.id = v.sign_off_id
            LEFT JOIN countersignature c ON c.vote_id = v.id
            """;

    private static Vote vote(ResultSet row, int number) throws SQLException {
        Vote.Countersignature signature = row.getString("signed_by") == null
                ? null
                : new Vote.Countersignature(
                        row.getBoolean("accepted"),
                        row.getString("signed_by"),
                        row.getString("note"),
                        row.getObject("signed_at", OffsetDateTime.class).toInstant());
        return new Vote(
                row.getString("id"),
                row.getString("sign_off_id"),
                row.getString("agency"),
                row.getInt("round"),
                row.getString("vote"),
                new Reasons(
                        row.getString("reasons"), row.getString("public_reasons"), row.getString("internal_reasons")),
                Arrays.asList((String[]) row.getArray("criteria").getArray()),
                row.getString("evidence"),
                Arrays.asList((String[]) row.getArray("conditions").getArray()),
                row.getString("question"),
                row.getString("cure"),
                row.getString("drafted_by"),
                row.getObject("drafted_at", OffsetDateTime.class).toInstant(),
                signature);
    }
}
