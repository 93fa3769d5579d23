package org.countersign.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.DirectiveDesk;
import org.countersign.testing.Staff;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TestServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The search for breaches finds each kind of breach, made by the tables' owner with every trigger and constraint that is in
 * the way taken down. All of it in a transaction that never commits.
 */
@CountersignTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BreachCheckTest {

    private static final String ENTRY =
            "INSERT INTO journal_entry (at, actor_salt, actor, action, subject, salt, content, content_hash)"
                    + " VALUES (now(), '\\x00112233445566778899aabbccddeeff', '%s', '%s', ':reference',"
                    + " '\\x00112233445566778899aabbccddeeff', '%s',"
                    + " sha256('\\x00112233445566778899aabbccddeeff'::bytea || convert_to('%3$s', 'UTF8')))";

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private DirectiveDesk desk;

    private Case acme;
    private String directive;
    private SingleConnectionDataSource connection;
    private JdbcClient owner;

    @BeforeAll
    void aLicenseAndADirective() {
        String customer = "walk-" + UUID.randomUUID();
        acme = cases.received(customer, Submissions.acmeNamed(customer));
        staff.complete("intake.officer", cases.task(acme, "checkCompleteness"), TestCases.REFER);
        for (String agency : List.of("oncd", "ostp", "commerce")) {
            cases.signs(acme, agency, TestCases.CONCUR);
        }
        staff.complete("commerce.director", cases.task(acme, "countersign"), TestCases.APPROVE);
        directive = desk.inForce("customers:" + customer, "all");
    }

    @AfterAll
    void theDirectiveEnds() {
        desk.clear();
    }

    @BeforeEach
    void theOwnersTransaction() throws SQLException {
        connection = new SingleConnectionDataSource(
                TestServers.DATABASE.url(),
                TestServers.DATABASE.ownerUser(),
                TestServers.DATABASE.ownerPassword(),
                true);
        connection.getConnection().setAutoCommit(false);
        owner = JdbcClient.create(connection);
        owner.sql("SET search_path TO countersign, pg_temp").update();
    }

    @AfterEach
    void neverCommits() throws SQLException {
        connection.getConnection().rollback();
        connection.destroy();
    }

    private Map<String, List<Map<String, Object>>> found() {
        return new BreachCheck(owner, new WalkPeople(), List.of(acme.id())).found();
    }

    private void breaks(String... steps) {
        for (String table : List.of(
                "vote",
                "countersignature",
                "commerce_decision",
                "appeal",
                "appeal_decision",
                "audit",
                "audit_result",
                "audit_confirmation",
                "license",
                "directive",
                "directive_signature",
                "directive_change",
                "journal_entry")) {
            owner.sql("ALTER TABLE " + table + " DISABLE TRIGGER USER").update();
        }
        owner.sql("ALTER TABLE countersignature DROP CONSTRAINT IF EXISTS second_person")
                .update();
        owner.sql("ALTER TABLE audit_confirmation DROP CONSTRAINT IF EXISTS second_auditor")
                .update();
        for (String step : steps) {
            owner.sql(step.replace(":case", acme.id())
                            .replace(":reference", acme.reference())
                            .replace(":directive", directive))
                    .update();
        }
    }

    @Test
    void nothingIsFoundWhereNothingIsWrong() {
        assertThat(found()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one person acts for two in a case | INSERT INTO vote (id, sign_off_id, round, vote, drafted_by, drafted_at)"
                        + " SELECT gen_random_uuid(), id, 9, 'concur', 'ostp.director', now() FROM sign_off"
                        + " WHERE application_id = ':case' AND agency = 'oncd'",
                "a part without its group | INSERT INTO vote (id, sign_off_id, round, vote, drafted_by, drafted_at)"
                        + " SELECT gen_random_uuid(), id, 9, 'concur', 'hhs.reviewer', now() FROM sign_off"
                        + " WHERE application_id = ':case' AND agency = 'oncd'",
                "somebody barred has done something | INSERT INTO commerce_decision (application_id, round, outcome, signed_by,"
                        + " signed_at) VALUES (':case', 9, 'approve', 'walk.admin.of.commerce', now())",
                "a vote signed by its drafter | UPDATE countersignature SET signed_by = drafted_by WHERE vote_id IN"
                        + " (SELECT v.id FROM vote v JOIN sign_off s ON s.id = v.sign_off_id WHERE application_id = ':case')",
                "a case countersigned by a drafter | UPDATE commerce_decision SET signed_by = 'commerce.reviewer'"
                        + " WHERE application_id = ':case'",
                "a revocation by one person | UPDATE license SET status = 'revoked' WHERE application_id = ':case'",
                "a directive on one signature, or on two of one agency | DELETE FROM directive_signature"
                        + " WHERE directive_id = (SELECT id FROM directive WHERE reference = ':directive')",
                "a directive on one signature, or on two of one agency | UPDATE directive_signature SET signed_for = 'oncd'"
                        + " WHERE directive_id = (SELECT id FROM directive WHERE reference = ':directive')",
                "a directive on one signature, or on two of one agency | UPDATE directive SET carve_outs = '{acme}'"
                        + " WHERE reference = ':directive'",
                "one person for two agencies in a directive | INSERT INTO directive_change SELECT id, 1, 'lift', '{}', 'Mended.',"
                        + " 'commerce.director', 'state', now() FROM directive WHERE reference = ':directive'",
                "a signature that the journal says is another's | UPDATE journal_entry SET actor = 'walk.oncd.reviewer'"
                        + " WHERE subject = ':reference' AND action = 'vote-drafted'",
                "a license without its votes | DELETE FROM commerce_decision WHERE application_id = ':case'",
                "a license without its votes | UPDATE countersignature SET accepted = false, note = 'No.' WHERE vote_id IN"
                        + " (SELECT v.id FROM vote v JOIN sign_off s ON s.id = v.sign_off_id WHERE application_id = ':case')",
                "a license without its votes | UPDATE vote SET vote = 'need-information', question = 'Which?' WHERE sign_off_id"
                        + " IN (SELECT id FROM sign_off WHERE application_id = ':case' AND agency = 'ostp')",
                "a license without its votes | INSERT INTO sign_off (id, application_id, agency, ground, requested_at, due_on)"
                        + " VALUES (gen_random_uuid(), ':case', 'state', 'Abroad.', now(), now())"
            })
    void aBreachIsFound(String name, String sql) {
        breaks(sql);
        assertThat(found()).containsKey(name);
    }

    @Test
    void aJudgeWithAPartInTheCaseIsFoundAndOneWhoDecidesTwice() {
        String appeal =
                "INSERT INTO appeal (id, application_id, number, ground, subject, text, filed_by, filed_at, target_on)"
                        + " VALUES (':case-%1$d', ':case', %1$d, 'missed-deadline', '%1$d', 'Late.', 'lab-aurora', now(), now())";
        String ruling = "INSERT INTO appeal_decision (appeal_id, outcome, reasons, decided_by, decided_at)"
                + " VALUES (':case-%d', 'upheld', 'So be it.', '%s', now())";
        breaks(appeal.formatted(1), ruling.formatted(1, "appeals.judge"));
        assertThat(found()).isEmpty();
        owner.sql("DROP VIEW part, directed; DROP TABLE walked, walker, barred").update();
        breaks(
                ENTRY.formatted("appeals.judge", "application-referred", "{}"),
                ENTRY.formatted("appeals.judge", "appeal-decided", "{\"appealId\": \":case-1\"}"));
        assertThat(found()).containsKey("an appeal decided by somebody with a part in the case");
    }

    @Test
    void anAuditConfirmedByItsAuditorIsFound() {
        breaks(
                "INSERT INTO audit (id, license_id, due_on, occasion, two_auditors, opened_at)"
                        + " SELECT ':case', id, now(), 'ordered', true, now() FROM license WHERE application_id = ':case'",
                "INSERT INTO audit_result (audit_id, round, result, audited_by, audited_at)"
                        + " VALUES (':case', 1, 'passed', 'auditor.one', now())",
                "INSERT INTO audit_confirmation VALUES (':case', 1, 'auditor.one', true, '', 'auditor.one', now())");
        assertThat(found()).containsOnlyKeys("an audit or a check by who raised it");
    }

    @Test
    void aStepAfterSteppingBackIsFound() {
        breaks(
                ENTRY.formatted("oncd.director", "recused", "{}"),
                ENTRY.formatted("oncd.director", "condition-released", "{}"));
        assertThat(found()).containsOnlyKeys("somebody acted after stepping back");
    }
}
