package org.countersign.signoff;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.countersign.workflow.Reasons;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The countersignature of Commerce on whole cases. Rows are only added; the latest counts. */
@Repository
public class CommerceDecisions {

    public static final String COMMERCE = "commerce";
    public static final String CLOCK = "countersignature";
    public static final String APPROVE = "approve";
    public static final String REFUSE = "refuse";

    private final JdbcClient db;

    CommerceDecisions(JdbcClient db) {
        this.db = db;
    }

    /**
     * What a director of Commerce decided.
     *
     * @param criteria of a refusal, the published criteria it rests on, if named
     * @param cure of a refusal, what the applicant could change
     */
    public record CommerceDecision(
            String applicationId,
            String outcome,
            Reasons reasons,
            List<String> criteria,
            String evidence,
            String cure,
            String signedBy,
            Instant signedAt) {

        public boolean refuses() {
            return outcome.equals(REFUSE);
        }
    }

    void add(CommerceDecision decision) {
        db.sql(
                        """
                INSERT INTO commerce_decision (application_id, round, outcome, reasons, public_reasons,
                  internal_reasons, criteria, evidence, cure, signed_by, signed_at)
                VALUES (:id, 1 + (SELECT count(*) FROM commerce_decision WHERE application_id = :id), :outcome,
                  :reasons, :publicly, :internally, :criteria, :evidence, :cure, :by, :at)""")
                .param("id", decision.applicationId())
                .param("outcome", decision.outcome())
                .param("reasons", decision.reasons().applicant())
                .param("publicly", decision.reasons().publicly())
                .param("internally", decision.reasons().internally())
                .param("criteria", decision.criteria().toArray(String[]::new))
                .param("evidence", decision.evidence())
                .param("cure", decision.cure())
                .param("by", decision.signedBy())
                .param("at", decision.signedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The latest. */
    public Optional<CommerceDecision> on(String applicationId) {
        return allOn(applicationId).stream().reduce((earlier, later) -> later);
    }

    /** Oldest first. */
    public List<CommerceDecision> allOn(String applicationId) {
        return db.sql("SELECT * FROM commerce_decision WHERE application_id = ? ORDER BY round")
                .param(applicationId)
                .query((row, n) -> new CommerceDecision(
                        row.getString("application_id"),
                        row.getString("outcome"),
                        new Reasons(
                                row.getString("reasons"),
                                row.getString("public_reasons"),
                                row.getString("internal_reasons")),
                        Arrays.asList((String[]) row.getArray("criteria").getArray()),
                        row.getString("evidence"),
                        row.getString("cure"),
                        row.getString("signed_by"),
                        row.getObject("signed_at", OffsetDateTime.class).toInstant()))
                .list();
    }
}
