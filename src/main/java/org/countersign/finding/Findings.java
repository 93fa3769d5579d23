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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The findings of each license. Rows are only added. */
@Repository
public class Findings {

    private final JdbcClient db;
    private final Applications applications;
    private final Journal journal;
    private final Clock clock;

    Findings(JdbcClient db, Applications applications, Journal journal, Clock clock) {
        this.db = db;
        this.applications = applications;
        this.journal = journal;
        this.clock = clock;
    }

    /** @param foundIn the audit's or the report's id @param raisedBy a person, or "system" */
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
        return finding;
    }

    /** Oldest first. */
    public List<Finding> of(String licenseId) {
        return db.sql(
                        """
                SELECT f.id, f.license_id, f.source, f.found_in, f.text, f.raised_by, f.raised_at,
                  coalesce(last.due_on, f.due_on) AS due_on, NOT coalesce(last.mended, false) AS open
                FROM finding f
                LEFT JOIN LATERAL (SELECT mended, due_on FROM finding_check WHERE finding_id = f.id
                                   ORDER BY number DESC LIMIT 1) last ON true
                WHERE f.license_id = ? ORDER BY f.raised_at, f.id""")
                .param(licenseId)
                .query(Finding.class)
                .list();
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
