package org.countersign.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The audits of each license. What was found is only added to; an audit is closed once. */
@Repository
public class Audits {

    private static final String SELECT =
            """
            SELECT a.*, coalesce(r.round, 0) AS round, r.result, coalesce(r.findings, '') AS findings, r.remedy_due_on,
              r.audited_by, r.audited_at, c.accepted, c.confirmed_by
            FROM audit a
            LEFT JOIN LATERAL (SELECT * FROM audit_result WHERE audit_id = a.id ORDER BY round DESC LIMIT 1) r ON true
            LEFT JOIN audit_confirmation c ON c.audit_id = a.id AND c.round = r.round
            """;

    private final JdbcClient db;

    Audits(JdbcClient db) {
        this.db = db;
    }

    /**
     * An audit with the latest word on it.
     *
     * @param occasion scheduled or ordered
     * @param round how often it was audited; more than once when the second auditor has sent it back
     * @param result null as long as there is none
     * @param accepted what the second auditor says to this result; null as long as nobody has, or need not
     */
    public record Audit(
            String id,
            String licenseId,
            String occasion,
            Instant dueOn,
            boolean twoAuditors,
            Instant openedAt,
            String state,
            int round,
            String result,
            String findings,
            LocalDate remedyDueOn,
            String auditedBy,
            Instant auditedAt,
            Boolean accepted,
            String confirmedBy) {

        public static final String SCHEDULED = "scheduled";
        public static final String ORDERED = "ordered";

        static final String PASSED = "passed";
        static final String FINDINGS = "findings";
        static final String FAILED = "failed";

        static final String CLOSED = "closed";
        static final String MOOT = "moot";

        public boolean isOpen() {
            return state.equals("open");
        }

        /** How it stands, for everybody: a result counts when it needs nobody's word any more. */
        public String status() {
            return state.equals(CLOSED) ? result : state;
        }
    }

    void open(String id, String licenseId, String occasion, Instant dueOn, boolean twoAuditors, Instant openedAt) {
        db.sql(
                        """
                INSERT INTO audit (id, license_id, occasion, due_on, two_auditors, opened_at)
                VALUES (?, ?, ?, ?, ?, ?)""")
                .params(
                        id,
                        licenseId,
                        occasion,
                        dueOn.atOffset(ZoneOffset.UTC),
                        twoAuditors,
                        openedAt.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** @param remedyDueOn null when nothing has to be put right */
    record Result(
            String auditId,
            int round,
            String result,
            String findings,
            LocalDate remedyDueOn,
            String auditedBy,
            Instant auditedAt) {}

    void add(Result result) {
        db.sql(
                        """
                INSERT INTO audit_result (audit_id, round, result, findings, remedy_due_on, audited_by, audited_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        result.auditId(),
                        result.round(),
                        result.result(),
                        result.findings(),
                        result.remedyDueOn(),
                        result.auditedBy(),
                        result.auditedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    void confirm(Audit audit, boolean accepted, String note, String confirmedBy, Instant confirmedAt) {
        db.sql(
                        """
                INSERT INTO audit_confirmation (audit_id, round, audited_by, accepted, note, confirmed_by, confirmed_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        audit.id(),
                        audit.round(),
                        audit.auditedBy(),
                        accepted,
                        note,
                        confirmedBy,
                        confirmedAt.atOffset(ZoneOffset.UTC))
                .update();
    }

    void addOrder(String auditId, String reasons, String orderedBy, Instant orderedAt) {
        db.sql("INSERT INTO audit_order (audit_id, reasons, ordered_by, ordered_at) VALUES (?, ?, ?, ?)")
                .params(auditId, reasons, orderedBy, orderedAt.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** True when it was open until now. */
    boolean close(String id, String state, Instant at) {
        return db.sql("UPDATE audit SET state = ?, closed_at = ? WHERE id = ? AND state = 'open'")
                        .params(state, at.atOffset(ZoneOffset.UTC), id)
                        .update()
                == 1;
    }

    public Audit get(String id) {
        return find(id).orElseThrow();
    }

    Optional<Audit> find(String id) {
        return db.sql(SELECT + "WHERE a.id = ?").param(id).query(Audits::audit).optional();
    }

    /** A lab's own; another lab's is as good as none. */
    Optional<Audit> find(String labId, String id) {
        return db.sql(SELECT + "JOIN license l ON l.id = a.license_id WHERE a.id = ? AND l.lab_id = ?")
                .params(id, labId)
                .query(Audits::audit)
                .optional();
    }

    /** Oldest first. */
    public List<Audit> of(String licenseId) {
        return db.sql(SELECT + "WHERE a.license_id = ? ORDER BY a.opened_at, a.id")
                .param(licenseId)
                .query(Audits::audit)
                .list();
    }

    private static Audit audit(ResultSet row, int number) throws SQLException {
        OffsetDateTime audited = row.getObject("audited_at", OffsetDateTime.class);
        return new Audit(
                row.getString("id"),
                row.getString("license_id"),
                row.getString("occasion"),
                row.getObject("due_on", OffsetDateTime.class).toInstant(),
                row.getBoolean("two_auditors"),
                row.getObject("opened_at", OffsetDateTime.class).toInstant(),
                row.getString("state"),
                row.getInt("round"),
                row.getString("result"),
                row.getString("findings"),
                row.getObject("remedy_due_on", LocalDate.class),
                row.getString("audited_by"),
                audited == null ? null : audited.toInstant(),
                row.getObject("accepted", Boolean.class),
                row.getString("confirmed_by"));
    }
}
