package org.countersign.audit;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.countersign.license.Watched;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** For overviews: the audits that wait for an auditor, and how the others came out. */
@Repository
public class OpenAudits {

    private static final String FROM =
            """
            FROM audit u JOIN license l ON l.id = u.license_id JOIN application a ON a.id = l.application_id
            WHERE u.state = 'open' AND\s"""
                    + Watched.THEIRS + " ";

    private final JdbcClient db;

    OpenAudits(JdbcClient db) {
        this.db = db;
    }

    /** An audit with the license it is about. */
    public record OpenAudit(
            String reference,
            String customerName,
            String licenseId,
            String customerId,
            String releaseId,
            String id,
            String occasion,
            Instant dueOn,
            Instant openedAt) {}

    /** Due first, first. */
    public List<OpenAudit> of(Watched watched, int limit) {
        String query = "SELECT " + Watched.COLUMNS + ", u.id, u.occasion, u.due_on, u.opened_at " + FROM
                + "ORDER BY u.due_on, u.id";
        return watched.rows(db, query, limit, OpenAudit.class);
    }

    public long count(Watched watched) {
        return watched.count(db, FROM);
    }

    /** How many audits were closed, by their last result; each result there is, also when none came out so. */
    public Map<String, Long> closedByResult() {
        Map<String, Long> counts = new LinkedHashMap<>();
        List.of(Audits.Audit.PASSED, Audits.Audit.FINDINGS, Audits.Audit.FAILED)
                .forEach(result -> counts.put(result, 0L));
        db.sql(
                        """
                SELECT result, count(*) AS audits FROM (
                  SELECT DISTINCT ON (r.audit_id) r.result FROM audit_result r JOIN audit u ON u.id = r.audit_id
                  WHERE u.state = 'closed' ORDER BY r.audit_id, r.round DESC) last
                GROUP BY result""")
                .query(row -> {
                    counts.put(row.getString("result"), row.getLong("audits"));
                });
        return counts;
    }
}
