package org.countersign.finding;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.license.License;
import org.countersign.workflow.Cases;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The findings of each license. Rows are only added. */
@Repository
public class Findings {

    /** The ground of a suspension that findings have brought, and that ends with the last of them. */
    public static final String SUSPENDED_FOR = "audit";

    /** The ground of a proposed sanction: a finding was not put right by its date. */
    public static final String OVERDUE = "finding-overdue";

    private static final String SELECT =
            """
            SELECT f.id, f.license_id, f.source, f.found_in, f.text, f.raised_by, f.raised_at,
              coalesce(last.due_on, f.due_on) AS due_on, NOT coalesce(last.mended, false) AS open
            FROM finding f
            LEFT JOIN LATERAL (SELECT mended, due_on FROM finding_check WHERE finding_id = f.id
                               ORDER BY number DESC LIMIT 1) last ON true
            """;

    private final JdbcClient db;
    private final Applications applications;
    private final Cases cases;
    private final Journal journal;
    private final Clock clock;

    Findings(JdbcClient db, Applications applications, Cases cases, Journal journal, Clock clock) {
        this.db = db;
        this.applications = applications;
        this.cases = cases;
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * Puts it on record and in the auditors' queue.
     *
     * @param foundIn the audit's or the report's id
     * @param raisedBy a person, or "system"
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Finding raise(License license, String source, String foundIn, String text, Instant dueOn, String raisedBy) {
        Application application = applications.get(license.applicationId());
        var finding = new Finding(
                UUID.randomUUID().toString(),
                license.id(),
                source,
                foundIn,
                text,
                raisedBy,
                clock.instant(),
                dueOn,
                true);
        db.sql(
                        """
                INSERT INTO finding (id, license_id, source, found_in, text, raised_by, raised_at, due_on)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        finding.id(),
                        finding.licenseId(),
                        finding.source(),
                        finding.foundIn(),
                        finding.text(),
                        finding.raisedBy(),
                        finding.raisedAt().atOffset(ZoneOffset.UTC),
                        finding.dueOn().atOffset(ZoneOffset.UTC))
                .update();
        journal.record(raisedBy, "finding-raised", application.reference(), told(finding));
        cases.startFinding(
                application.reference(),
                application.id(),
                license.id(),
                application.title(),
                license.band(),
                finding.id(),
                dueOn);
        return finding;
    }

    /** Oldest first. */
    public List<Finding> of(String licenseId) {
        return db.sql(SELECT + "WHERE f.license_id = ? ORDER BY f.raised_at, f.id")
                .param(licenseId)
                .query(Finding.class)
                .list();
    }

    public Finding get(String id) {
        return db.sql(SELECT + "WHERE f.id = ?").param(id).query(Finding.class).single();
    }

    int checksOf(String id) {
        return db.sql("SELECT count(*) FROM finding_check WHERE finding_id = ?")
                .param(id)
                .query(Integer.class)
                .single();
    }

    void add(FindingCheck check) {
        db.sql(
                        """
                INSERT INTO finding_check (finding_id, number, mended, note, due_on, checked_by, checked_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        check.findingId(),
                        check.number(),
                        check.mended(),
                        check.note(),
                        check.dueOn() == null ? null : check.dueOn().atOffset(ZoneOffset.UTC),
                        check.checkedBy(),
                        check.checkedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    String closedBy(String id) {
        return db.sql("SELECT checked_by FROM finding_check WHERE finding_id = ? AND mended")
                .param(id)
                .query(String.class)
                .single();
    }

    private static Map<String, Object> told(Finding finding) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("findingId", finding.id());
        told.put("licenseId", finding.licenseId());
        told.put("source", finding.source());
        told.put("foundIn", finding.foundIn());
        told.put("text", finding.text());
        told.put("dueOn", finding.dueOn().toString());
        return told;
    }
}
