package org.countersign.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The audits of each license. Rows are only added. */
@Repository
public class Audits {

    private final JdbcClient db;

    Audits(JdbcClient db) {
        this.db = db;
    }

    public record Audit(
            String id,
            String licenseId,
            Instant dueOn,
            String result,
            String findings,
            LocalDate remedyDueOn,
            String auditedBy,
            Instant auditedAt) {}

    void add(Audit audit) {
        db.sql(
                        """
                INSERT INTO audit (id, license_id, due_on, result, findings, remedy_due_on, audited_by, audited_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        audit.id(),
                        audit.licenseId(),
                        audit.dueOn().atOffset(ZoneOffset.UTC),
                        audit.result(),
                        audit.findings(),
                        audit.remedyDueOn(),
                        audit.auditedBy(),
                        audit.auditedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Oldest first. */
    public List<Audit> of(String licenseId) {
        return db.sql("SELECT * FROM audit WHERE license_id = ? ORDER BY audited_at")
                .param(licenseId)
                .query((row, n) -> new Audit(
                        row.getString("id"),
                        row.getString("license_id"),
                        row.getObject("due_on", java.time.OffsetDateTime.class).toInstant(),
                        row.getString("result"),
                        row.getString("findings"),
                        row.getObject("remedy_due_on", LocalDate.class),
                        row.getString("audited_by"),
                        row.getObject("audited_at", java.time.OffsetDateTime.class)
                                .toInstant()))
                .list();
    }
}
