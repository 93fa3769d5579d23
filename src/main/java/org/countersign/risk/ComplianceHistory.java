package org.countersign.risk;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How a customer kept earlier licenses of the same lab: the only trace of later steps an assessment looks at. */
@Component
class ComplianceHistory {

    private final JdbcClient db;

    ComplianceHistory(JdbcClient db) {
        this.db = db;
    }

    /** {@code first}, {@code clean}, or {@code breached} once a license was suspended or revoked. */
    String of(String labId, String customerId) {
        return db.sql(
                        """
                SELECT CASE WHEN count(*) = 0 THEN 'first'
                            WHEN bool_or(status IN ('suspended', 'revoked')) THEN 'breached'
                            ELSE 'clean' END
                FROM license WHERE lab_id = ? AND customer_id = ?""")
                .params(labId, customerId)
                .query(String.class)
                .single();
    }
}
