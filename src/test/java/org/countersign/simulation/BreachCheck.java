package org.countersign.simulation;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.countersign.simulation.WalkPeople.Person;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Looks for breaches of separation in rows and journal, by SQL of its own: it uses no class, trigger or table that keeps
 * the rules. Needs one connection for itself, of the tables' owner.
 */
final class BreachCheck {

    /** Who acted in which case for whom, and in which group they must be for that. */
    private static final String PART =
            """
            CREATE TEMP VIEW part (app, person, side, needs, act) AS
            SELECT s.application_id, v.drafted_by, s.agency, s.agency, 'draft'
              FROM vote v JOIN sign_off s ON s.id = v.sign_off_id
            UNION ALL SELECT s.application_id, c.signed_by, s.agency, s.agency || '-directors', 'signature'
              FROM countersignature c JOIN vote v ON v.id = c.vote_id JOIN sign_off s ON s.id = v.sign_off_id
            UNION ALL SELECT application_id, signed_by, 'commerce', 'commerce-directors', 'case' FROM commerce_decision
            UNION ALL SELECT application_id, decided_by, 'commerce', 'commerce-directors', 'rebuttal' FROM rebuttal_decision
            UNION ALL SELECT application_id, voted_by, 'operating-committee', 'operating-committee', 'ladder'
              FROM escalation_vote WHERE level IN ('chair', 'principals')
            UNION ALL SELECT application_id, voted_by, voter, voter || '-directors', 'ladder'
              FROM escalation_vote WHERE level IN ('committee', 'board')
            UNION ALL SELECT application_id, responded_by, agency, agency || '-directors', 'ladder' FROM escalation_response
            UNION ALL SELECT s.application_id, r.resolved_by, 'intake', 'intake', 'hit'
              FROM hit_resolution r JOIN screening_hit h ON h.id = r.hit_id JOIN screening s ON s.id = h.screening_id
            UNION ALL SELECT s.application_id, h.changed_by, s.agency, s.agency || '-directors', 'condition'
              FROM condition_change h JOIN vote v ON v.id = h.vote_id JOIN sign_off s ON s.id = v.sign_off_id
              WHERE NOT EXISTS (SELECT 1 FROM appeal a JOIN appeal_decision d ON d.appeal_id = a.id
                WHERE a.ground = 'condition' AND a.subject = h.vote_id || '-' || h.position AND d.outcome = 'reversed'
                  AND d.decided_by = h.changed_by)
            UNION ALL SELECT l.application_id, c.released_by, c.agency, c.agency || '-directors', 'condition'
              FROM license_condition c JOIN license l ON l.id = c.license_id WHERE c.released_by IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM appeal a JOIN appeal_decision d ON d.appeal_id = a.id
                WHERE a.ground = 'condition' AND a.subject = c.id AND d.outcome = 'reversed' AND d.decided_by = c.released_by)
            UNION ALL SELECT application_id, opened_by, opened_for, opened_for || '-directors', 'revocation' FROM revocation
            UNION ALL SELECT r.application_id, d.decided_by, 'commerce', 'commerce-directors', 'revocation'
              FROM revocation_decision d JOIN revocation r ON r.id = d.revocation_id WHERE d.decided_by <> r.opened_by
            UNION ALL SELECT l.application_id, d.decided_by, d.agency, d.agency || '-directors', 'sanction'
              FROM sanction_decision d JOIN sanction_proposal p ON p.id = d.proposal_id JOIN license l ON l.id = p.license_id
            UNION ALL SELECT a.application_id, d.decided_by, 'appeals', 'appeals', 'appeal'
              FROM appeal_decision d JOIN appeal a ON a.id = d.appeal_id
            UNION ALL SELECT l.application_id, r.audited_by, 'auditors', 'auditors', 'audit'
              FROM audit_result r JOIN audit a ON a.id = r.audit_id JOIN license l ON l.id = a.license_id
            UNION ALL SELECT l.application_id, r.confirmed_by, 'auditors', 'auditors', 'audit'
              FROM audit_confirmation r JOIN audit a ON a.id = r.audit_id JOIN license l ON l.id = a.license_id
            UNION ALL SELECT l.application_id, c.checked_by, 'auditors', 'auditors', 'audit'
              FROM finding_check c JOIN finding f ON f.id = c.finding_id JOIN license l ON l.id IN (f.license_id, f.held_against)
            UNION ALL SELECT a.id, j.actor, 'intake', 'intake', 'completeness'
              FROM journal j JOIN application a ON a.reference = j.subject WHERE j.action = 'application-referred'
            """;

    private static final Map<String, String> BREACHES = new LinkedHashMap<>();

    static {
        breach(
                "one person acts for two in a case",
                "SELECT app, person FROM part JOIN walked ON id = app GROUP BY 1, 2 HAVING count(DISTINCT side) > 1");
        breach(
                "a part without its group",
                """
                SELECT p.app, p.person, p.act FROM part p JOIN walked ON id = p.app WHERE NOT EXISTS (
                  SELECT 1 FROM walker w WHERE w.person = p.person AND w.member_of = p.needs)""");
        breach(
                "somebody barred has done something",
                """
                SELECT j.subject, j.actor, j.action FROM journal j JOIN barred b ON b.person = j.actor
                WHERE j.subject IN (SELECT reference FROM application JOIN walked USING (id)
                                    UNION ALL SELECT reference FROM directive)
                UNION ALL SELECT p.app, p.person, p.act FROM part p JOIN barred b USING (person) JOIN walked ON id = p.app""");
        breach(
                "a vote signed by its drafter",
                """
                SELECT v.id FROM vote v JOIN countersignature c ON c.vote_id = v.id JOIN sign_off s ON s.id = v.sign_off_id
                JOIN walked w ON w.id = s.application_id WHERE v.drafted_by = c.signed_by OR c.drafted_by <> v.drafted_by""");
        breach(
                "a case countersigned by a drafter",
                """
                SELECT d.application_id FROM commerce_decision d JOIN walked w ON w.id = d.application_id
                WHERE EXISTS (SELECT 1 FROM vote v JOIN sign_off s ON s.id = v.sign_off_id
                  WHERE s.application_id = d.application_id AND v.drafted_by = d.signed_by)""");
        breach(
                "an appeal decided by somebody with a part in the case",
                """
                SELECT a.application_id, d.decided_by FROM appeal_decision d JOIN appeal a ON a.id = d.appeal_id
                JOIN walked w ON w.id = a.application_id JOIN application c ON c.id = a.application_id
                WHERE EXISTS (SELECT 1 FROM journal j JOIN journal ruling ON ruling.subject = j.subject
                  AND ruling.action = 'appeal-decided' AND ruling.content::jsonb ->> 'appealId' = a.id
                  WHERE j.subject = c.reference AND j.actor = d.decided_by AND j.seq < ruling.seq)
                OR (SELECT count(*) FROM appeal_decision e JOIN appeal b ON b.id = e.appeal_id
                    WHERE b.application_id = a.application_id AND e.decided_by = d.decided_by) > 1""");
        breach(
                "an audit or a check by who raised it",
                """
                SELECT c.audit_id FROM audit_confirmation c JOIN audit_result r USING (audit_id, round)
                WHERE c.confirmed_by = r.audited_by
                UNION ALL SELECT c.finding_id FROM finding_check c JOIN finding f ON f.id = c.finding_id
                WHERE c.checked_by = f.raised_by""");
        breach(
                "a revocation by one person",
                """
                SELECT l.id FROM license l JOIN walked w ON w.id = l.application_id WHERE l.status = 'revoked' AND NOT EXISTS (
                  SELECT 1 FROM revocation r JOIN revocation_decision d ON d.revocation_id = r.id
                  WHERE r.license_id = l.id AND d.outcome = 'revoke' AND d.decided_by <> r.opened_by)""");
        breach(
                "a directive on one signature, or on two of one agency",
                """
                SELECT d.reference FROM directed d WHERE d.in_force_at IS NOT NULL AND NOT EXISTS (
                  SELECT 1 FROM directive_signature s JOIN walker w ON w.person = s.signed_by
                  WHERE s.directive_id = d.id AND s.step = 0 AND s.accepted AND s.signed_by <> d.drafted_by
                    AND s.signed_for <> d.drafted_for AND w.member_of = s.signed_for || '-directors')
                UNION ALL SELECT d.reference FROM directed d JOIN directive_signature s ON s.directive_id = d.id
                LEFT JOIN directive_change c ON c.directive_id = d.id AND c.step = s.step
                WHERE coalesce(c.drafted_by, d.drafted_by) = s.signed_by OR coalesce(c.drafted_for, d.drafted_for) = s.signed_for
                UNION ALL SELECT d.reference FROM directed d WHERE (d.state = 'lifted' OR d.carve_outs <> '{}') AND NOT EXISTS (
                  SELECT 1 FROM directive_change c JOIN directive_signature s ON s.directive_id = c.directive_id AND s.step = c.step
                  WHERE c.directive_id = d.id AND s.accepted)""");
        breach(
                "one person for two agencies in a directive",
                """
                SELECT id, person FROM (SELECT id, drafted_by AS person, drafted_for AS agency FROM directed
                  UNION ALL SELECT directive_id, signed_by, signed_for FROM directive_signature
                  UNION ALL SELECT directive_id, drafted_by, drafted_for FROM directive_change) signed
                WHERE id IN (SELECT id FROM directed) GROUP BY 1, 2 HAVING count(DISTINCT agency) > 1""");
        breach(
                "somebody acted after stepping back",
                """
                SELECT j.subject, j.actor, j.action FROM journal j JOIN application a ON a.reference = j.subject
                JOIN walked w ON w.id = a.id
                WHERE EXISTS (SELECT 1 FROM journal r WHERE r.subject = j.subject AND r.action = 'recused'
                  AND r.actor = j.actor AND r.seq < j.seq)""");
        breach(
                "a signature that the journal says is another's",
                """
                SELECT v.id FROM vote v JOIN sign_off s ON s.id = v.sign_off_id JOIN walked w ON w.id = s.application_id
                JOIN application a ON a.id = s.application_id WHERE NOT EXISTS (SELECT 1 FROM journal j
                  WHERE j.subject = a.reference AND j.action = 'vote-drafted' AND j.actor = v.drafted_by
                    AND position(v.id IN j.content) > 0)
                UNION ALL SELECT c.vote_id FROM countersignature c JOIN vote v ON v.id = c.vote_id
                JOIN sign_off s ON s.id = v.sign_off_id JOIN walked w ON w.id = s.application_id
                JOIN application a ON a.id = s.application_id WHERE NOT EXISTS (SELECT 1 FROM journal j
                  WHERE j.subject = a.reference AND j.action IN ('vote-countersigned', 'vote-sent-back')
                    AND j.actor = c.signed_by AND position(c.vote_id IN j.content) > 0)""");
        breach(
                "a license without its votes",
                """
                SELECT l.id FROM license l JOIN walked w ON w.id = l.application_id
                WHERE NOT EXISTS (SELECT 1 FROM appeal a JOIN appeal_decision d ON d.appeal_id = a.id
                    WHERE a.application_id = l.application_id AND a.ground = 'denial' AND d.outcome = 'reversed')
                AND ((SELECT outcome FROM commerce_decision d WHERE d.application_id = l.application_id
                      ORDER BY round DESC LIMIT 1) IS DISTINCT FROM 'approve'
                  OR NOT EXISTS (SELECT 1 FROM sign_off s WHERE s.application_id = l.application_id)
                  OR EXISTS (SELECT 1 FROM sign_off s WHERE s.application_id = l.application_id
                    AND s.round = (SELECT max(round) FROM sign_off t WHERE t.application_id = s.application_id
                                   AND t.agency = s.agency)
                    AND NOT EXISTS (SELECT 1 FROM silence q WHERE q.sign_off_id = s.id AND q.recorded_at >= s.requested_at)
                    AND NOT EXISTS (SELECT 1 FROM vote v JOIN countersignature c ON c.vote_id = v.id
                      WHERE v.sign_off_id = s.id AND c.accepted AND c.signed_by <> v.drafted_by
                        AND (v.vote LIKE 'concur%' OR v.vote = 'object' AND 'approve' = (
                          SELECT e.outcome FROM escalation_decision e WHERE e.application_id = l.application_id
                          AND e.outcome <> 'none' ORDER BY e.round DESC, e.decided_at DESC LIMIT 1)))))""");
    }

    private static void breach(String name, String sql) {
        BREACHES.put(name, sql);
    }

    private final JdbcClient owner;

    BreachCheck(JdbcClient owner, WalkPeople people, Collection<String> applications) {
        this.owner = owner;
        run("CREATE TEMP TABLE walked (id text PRIMARY KEY)");
        run("CREATE TEMP TABLE walker (person text, member_of text)");
        run("CREATE TEMP TABLE barred (person text)");
        owner.sql("INSERT INTO walked SELECT unnest(?)")
                .param(applications.toArray(String[]::new))
                .update();
        for (Person person : people.all()) {
            person.groups().forEach(group -> owner.sql("INSERT INTO walker VALUES (?, ?)")
                    .params(person.name(), group)
                    .update());
        }
        people.barred().forEach(person -> owner.sql("INSERT INTO barred VALUES (?)")
                .param(person.name())
                .update());
        run(PART);
        run("CREATE TEMP VIEW directed AS SELECT * FROM directive WHERE population LIKE 'customers:walk-%'");
        run("ANALYZE walked");
    }

    private void run(String sql) {
        owner.sql(sql).update();
    }

    /** By the name of the rule, the first rows that break it; empty when nothing does. */
    Map<String, List<Map<String, Object>>> found() {
        Map<String, List<Map<String, Object>>> found = new LinkedHashMap<>();
        BREACHES.forEach((name, sql) -> {
            List<Map<String, Object>> rows = owner.sql(sql).query().listOfRows();
            if (!rows.isEmpty()) {
                found.put(name, rows.subList(0, Math.min(5, rows.size())));
            }
        });
        return found;
    }
}
