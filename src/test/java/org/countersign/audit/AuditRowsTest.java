package org.countersign.audit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.TestCases.Case;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the database refuses of the application itself, whatever its code or its processes say. */
@CountersignTest
class AuditRowsTest {

    @Autowired
    private AutowireCapableBeanFactory beans;

    @Autowired
    private JdbcClient db;

    private AuditDesk desk;
    private Case acme;
    private String license;

    @BeforeEach
    void aLicense() {
        desk = beans.createBean(AuditDesk.class);
        acme = desk.licensed();
        license = desk.license(acme).id();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audit",
                "audit_result",
                "audit_confirmation",
                "audit_order",
                "audit_sample",
                "audit_request",
                "audit_evidence",
                "audit_due",
                "finding",
                "finding_check",
                "sanction_proposal",
                "sanction_decision",
                "overdue_report",
                "overdue_step",
                "usage_report",
                "usage_report_key",
                "usage_deviation"
            })
    void nothingIsTakenAway(String table) {
        assertThatThrownBy(() -> db.sql("DELETE FROM " + table).update()).hasStackTraceContaining("permission denied");
        assertThatThrownBy(() -> db.sql("TRUNCATE " + table + " CASCADE").update())
                .hasStackTraceContaining("permission denied");
    }

    @Test
    void anAuditIsClosedOnAResultAndOnceAndDrawnOnce() {
        String audit = desk.orders(acme);
        refused("UPDATE audit SET state = 'closed', closed_at = now() WHERE id = :id", audit, "cannot become");
        refused("UPDATE audit SET state = 'moot', closed_at = now() WHERE id = :id", audit, "cannot become");
        refused("UPDATE audit_sample SET by_risk = '{}' WHERE audit_id = :id", audit, "permission denied");
        refused(
                "INSERT INTO audit_sample SELECT audit_id, repeat('a', 64), items, weights, items_sha256, by_risk, at_random"
                        + " FROM audit_sample WHERE audit_id = :id",
                audit,
                "audit_sample_pkey");
        refused(result("oncd.reviewer"), audit, "took no part");
        refused(result("commerce.director"), audit, "took no part");
        desk.completes("auditor.one", acme, "auditLicense", AuditDesk.PASSED);

        refused("UPDATE audit SET state = 'open', closed_at = NULL WHERE id = :id", audit, "cannot become");
        refused("UPDATE audit SET two_auditors = false WHERE id = :id", audit, "permission denied");
        refused(result("auditor.two"), audit, "closed");
        refused(
                "INSERT INTO audit_request VALUES ('late', :id, 'Why?', now() + interval '1 day', 'auditor.one', now())",
                audit,
                "closed");
    }

    @Test
    void anAuditAtSevereRiskIsClosedOnTwoPeoplesWord() {
        Case severe = desk.licensedAtSevereRisk();
        String audit = desk.orders(severe);
        desk.completes("auditor.one", severe, "auditLicense", AuditDesk.PASSED);

        refused("UPDATE audit SET state = 'closed', closed_at = now() WHERE id = :id", audit, "cannot become");
        refused(confirmation("auditor.one", "auditor.one"), audit, "second_auditor");
        refused(confirmation("auditor.two", "auditor.one"), audit, "audit_confirmation_audit_id");
        refused(confirmation("auditor.one", "oncd.director"), audit, "took no part");
    }

    @Test
    void aFindingIsClosedByACheckOfSomebodyElse() {
        desk.hasFindings(acme, 5, "Logs are kept for a week only.");
        refused("UPDATE finding SET open = false WHERE license_id = :id", license, "permission denied");
        refused("UPDATE finding SET text = 'Nothing.' WHERE license_id = :id", license, "permission denied");
        refused(check("auditor.one"), license, "does not close it");
        refused(check("oncd.reviewer"), license, "took no part");
        Case other = desk.licensed();
        refused(
                "UPDATE finding SET held_against = '" + desk.license(other).id() + "' WHERE license_id = :id",
                license,
                "is refused");
    }

    @Test
    void aSanctionIsDecidedByWhoSignedAndOnce() {
        desk.fails(acme);
        refused(
                "UPDATE sanction_proposal SET state = 'decided', closed_at = now() WHERE license_id = :id",
                license,
                "cannot become");
        refused(decision("state", "state.director"), license, "signed the case");
        desk.completes(
                "ostp.director",
                acme,
                "decideSanction",
                Map.of("outcome", "leave", "reasons", "Put right on the spot."));
        refused(decision("oncd", "oncd.director"), license, "closed");
        refused(
                "UPDATE sanction_proposal SET state = 'open', closed_at = NULL WHERE license_id = :id",
                license,
                "cannot become");
    }

    private void refused(String sql, String id, String words) {
        assertThatThrownBy(() -> db.sql(sql).param("id", id).update()).as(sql).hasStackTraceContaining(words);
    }

    private static String result(String by) {
        return "INSERT INTO audit_result (audit_id, round, result, audited_by, audited_at) VALUES (:id, 9, 'passed', '"
                + by + "', now())";
    }

    private static String confirmation(String auditedBy, String by) {
        return ("INSERT INTO audit_confirmation (audit_id, round, audited_by, accepted, confirmed_by, confirmed_at)"
                        + " VALUES (:id, 1, '%s', true, '%s', now())")
                .formatted(auditedBy, by);
    }

    private static String check(String by) {
        return "INSERT INTO finding_check (finding_id, number, mended, note, checked_by, checked_at)"
                + " SELECT id, 1, true, 'Seen.', '" + by + "', raised_at FROM finding WHERE license_id = :id";
    }

    private static String decision(String agency, String by) {
        return ("INSERT INTO sanction_decision (proposal_id, outcome, reasons, agency, decided_by, decided_at)"
                        + " SELECT id, 'leave', 'Fine.', '%s', '%s', now() FROM sanction_proposal WHERE license_id = :id")
                .formatted(agency, by);
    }
}
