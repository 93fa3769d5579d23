package org.countersign.signoff;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The countersignature of Commerce on whole cases. Rows are only added. */
@Repository
public class CommerceDecisions {

    public static final String APPROVE = "approve";
    public static final String REFUSE = "refuse";

    private final JdbcClient db;

    CommerceDecisions(JdbcClient db) {
        this.db = db;
    }

    public record CommerceDecision(
            String applicationId, String outcome, String reasons, String signedBy, Instant signedAt) {}

    void add(CommerceDecision decision) {
        db.sql(
                        """
                INSERT INTO commerce_decision (application_id, outcome, reasons, signed_by, signed_at)
                VALUES (?, ?, ?, ?, ?)""")
                .params(
                        decision.applicationId(),
                        decision.outcome(),
                        decision.reasons(),
                        decision.signedBy(),
                        decision.signedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    public Optional<CommerceDecision> on(String applicationId) {
        return db.sql("SELECT * FROM commerce_decision WHERE application_id = ?")
                .param(applicationId)
                .query((row, n) -> new CommerceDecision(
                        row.getString("application_id"),
                        row.getString("outcome"),
                        row.getString("reasons"),
                        row.getString("signed_by"),
                        row.getObject("signed_at", OffsetDateTime.class).toInstant()))
                .optional();
    }
}
