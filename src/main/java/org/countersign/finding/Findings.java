package org.countersign.finding;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.workflow.Cases;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The findings of each license. What was found stays as it was raised; open ones go over to a license that renews. */
@Repository
public class Findings {

    /** The ground of a suspension that findings have brought, and that ends with the last of them. */
    public static final String SUSPENDED_FOR = "audit";

    /** The ground of a proposed sanction: a finding was not put right by its date. */
    public static final String OVERDUE = "finding-overdue";

    private static final String SELECT =
            """
            SELECT f.id, f.license_id, f.held_against, f.source, f.found_in, f.text, f.raised_by, f.raised_at,
              coalesce(last.due_on, f.due_on) AS due_on, f.open
            FROM finding f
            LEFT JOIN LATERAL (SELECT due_on FROM finding_check WHERE finding_id = f.id
                               ORDER BY number DESC LIMIT 1) last ON true
            """;

    private final JdbcClient db;
    private final Applications applications;
    private final Licenses licenses;
    private final Cases cases;
    private final Journal journal;
    private final Clock clock;

    Findings(JdbcClient db, Applications applications, Licenses licenses, Cases cases, Journal journal, Clock clock) {
        this.db = db;
        this.applications = applications;
        this.licenses = licenses;
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
                INSERT INTO finding (id, license_id, held_against, source, found_in, text, raised_by, raised_at, due_on)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        finding.id(),
                        finding.licenseId(),
                        finding.heldAgainst(),
                        finding.source(),
                        finding.foundIn(),
                        finding.text(),
                        finding.raisedBy(),
                        finding.raisedAt().atOffset(ZoneOffset.UTC),
                        finding.dueOn().atOffset(ZoneOffset.UTC))
                .update();
        journal.record(raisedBy, "finding-raised", application.reference(), told(finding));
        follow(finding, license);
        return finding;
    }

    /** What is open about a license that has ended is followed with the one in its place. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void carryOver(License ended) {
        of(ended.id()).stream()
                .filter(finding -> finding.open() && finding.heldAgainst().equals(ended.id()))
                .forEach(finding -> follow(finding, ended));
    }

    /** With the license, or with whatever has taken its place by now: the last month is reported after the renewal. */
    private void follow(Finding finding, License license) {
        Application application = applications.locked(license.applicationId());
        if (!licenses.get(license.id()).isAlive(clock.instant())) {
            Optional<License> renewal = licenses.renewalOf(license.id());
            if (renewal.isPresent()) {
                holdAgainst(renewal.get(), finding);
                follow(finding, renewal.get());
                return;
            }
        }
        cases.startFinding(
                application.reference(),
                application.id(),
                license.id(),
                application.title(),
                license.band(),
                finding.id(),
                finding.dueOn());
    }

    private void holdAgainst(License renewal, Finding finding) {
        db.sql("UPDATE finding SET held_against = ? WHERE id = ?")
                .params(renewal.id(), finding.id())
                .update();
        Map<String, Object> told = told(finding);
        told.put("licenseId", renewal.id());
        told.put("raisedAbout", finding.licenseId());
        journal.record(
                "system",
                "finding-carried-over",
                applications.get(renewal.applicationId()).reference(),
                told);
    }

    /** About the license or held against it; oldest first. */
    public List<Finding> of(String licenseId) {
        return db.sql(SELECT + "WHERE f.license_id = ? OR f.held_against = ? ORDER BY f.raised_at, f.id")
                .params(licenseId, licenseId)
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
