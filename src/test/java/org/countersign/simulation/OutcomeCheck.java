package org.countersign.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every case has come to exactly one end, and no license is without what the rules demand: asked of the rows. */
final class OutcomeCheck {

    private final JdbcClient db;
    private final String references;

    OutcomeCheck(JdbcClient db, Collection<String> references) {
        this.db = db;
        this.references = String.join(",", references);
    }

    List<String> casesWithoutExactlyOneOutcome() {
        var violations = new ArrayList<String>();
        violations.addAll(
                found(
                        "its status is not what was decided last",
                        """
                SELECT a.reference || ' is ' || a.status FROM the_cases a WHERE a.status IS DISTINCT FROM (
                  SELECT outcome FROM decision d WHERE d.application_id = a.id ORDER BY round DESC LIMIT 1)"""));
        violations.addAll(
                found(
                        "decided more than once without an appeal",
                        """
                SELECT a.reference FROM the_cases a JOIN decision d ON d.application_id = a.id
                WHERE NOT EXISTS (SELECT 1 FROM appeal p WHERE p.application_id = a.id)
                GROUP BY a.reference HAVING count(*) <> 1"""));
        violations.addAll(
                found(
                        "a license and an approval must go together",
                        """
                SELECT a.reference FROM the_cases a LEFT JOIN license l ON l.application_id = a.id
                GROUP BY a.reference, a.status
                HAVING count(l.id) <> CASE WHEN a.status LIKE 'approved%' THEN 1 ELSE 0 END"""));
        violations.addAll(
                found(
                        "a process still runs",
                        """
                SELECT a.reference || ' ' || p.key_ FROM the_cases a JOIN act_ru_execution e
                  ON e.business_key_ = a.reference AND e.parent_id_ IS NULL
                JOIN act_re_procdef p ON p.id_ = e.proc_def_id_ WHERE p.key_ <> 'license-monitoring'"""));
        violations.addAll(
                found(
                        "a task is still open",
                        """
                SELECT a.reference || ' ' || t.task_def_key_ FROM the_cases a
                JOIN act_ru_execution e ON e.business_key_ = a.reference AND e.parent_id_ IS NULL
                JOIN act_ru_task t ON t.proc_inst_id_ = e.id_ WHERE t.task_def_key_ <> 'auditLicense'"""));
        violations.addAll(
                found(
                        "a question is still open",
                        """
                SELECT a.reference FROM the_cases a JOIN question q ON q.application_id = a.id
                WHERE q.state = 'open'"""));
        violations.addAll(
                found("a job failed", "SELECT id_ FROM act_ru_job WHERE retries_ = 0 OR exception_msg_ <> ''"));
        violations.addAll(found("an incident is open", "SELECT id_ FROM act_ru_incident"));
        return violations;
    }

    List<String> licensesAgainstTheRules() {
        var violations = new ArrayList<String>();
        violations.addAll(
                found(
                        "not asked of ONCD, OSTP and Commerce",
                        """
                SELECT a.reference FROM the_cases a JOIN license l ON l.application_id = a.id
                WHERE (SELECT count(DISTINCT agency) FROM sign_off s WHERE s.application_id = a.id
                       AND agency IN ('oncd', 'ostp', 'commerce')) < 3"""));
        violations.addAll(found(
                "an agency neither concurred with two signatures, nor was silent, nor was overruled",
                """
                SELECT a.reference || ' ' || s.agency FROM the_cases a JOIN license l ON l.application_id = a.id
                JOIN sign_off s ON s.application_id = a.id
                WHERE s.round = (SELECT max(round) FROM sign_off o WHERE o.application_id = a.id AND o.agency = s.agency)
                  AND NOT EXISTS (SELECT 1 FROM silence q WHERE q.sign_off_id = s.id AND q.recorded_at >= q.due_on)
                  AND NOT EXISTS (SELECT 1 FROM vote v JOIN countersignature c ON c.vote_id = v.id
                    WHERE v.sign_off_id = s.id AND c.accepted AND v.vote LIKE 'concur%' AND c.signed_by <> v.drafted_by
                      AND c.signed_at >= v.drafted_at)
                  AND (SELECT d.outcome FROM escalation_decision d WHERE d.application_id = a.id
                       ORDER BY d.decided_at DESC LIMIT 1) IS DISTINCT FROM 'approve'
                """
                        + UNLESS_REVERSED));
        violations.addAll(found(
                "Commerce's last word is no approval by a director who drafted nothing",
                """
                SELECT a.reference FROM the_cases a JOIN license l ON l.application_id = a.id
                WHERE NOT EXISTS (SELECT 1 FROM commerce_decision c WHERE c.application_id = a.id
                    AND c.round = (SELECT max(round) FROM commerce_decision m WHERE m.application_id = a.id)
                    AND c.outcome = 'approve' AND c.signed_at <= l.issued_at AND NOT EXISTS (
                      SELECT 1 FROM vote v JOIN sign_off s ON s.id = v.sign_off_id
                      WHERE s.application_id = a.id AND v.drafted_by = c.signed_by))
                """
                        + UNLESS_REVERSED));
        violations.addAll(
                found(
                        "somebody signed who had stepped back",
                        """
                SELECT a.reference || ' ' || r.person FROM the_cases a JOIN recusal r ON r.application_id = a.id
                WHERE EXISTS (SELECT 1 FROM vote v JOIN sign_off s ON s.id = v.sign_off_id
                    LEFT JOIN countersignature c ON c.vote_id = v.id WHERE s.application_id = a.id
                      AND (v.drafted_by = r.person AND v.drafted_at > r.recused_at
                        OR c.signed_by = r.person AND c.signed_at > r.recused_at))
                  OR EXISTS (SELECT 1 FROM commerce_decision d WHERE d.application_id = a.id
                    AND d.signed_by = r.person AND d.signed_at > r.recused_at)"""));
        violations.addAll(
                found(
                        "the conditions are not those of the concurring votes",
                        """
                SELECT a.reference FROM the_cases a JOIN license l ON l.application_id = a.id
                WHERE (SELECT count(*) FROM license_condition c WHERE c.license_id = l.id AND c.replaces IS NULL) <>
                  (SELECT count(*) FROM vote_condition x JOIN vote v ON v.id = x.vote_id
                   JOIN countersignature c ON c.vote_id = v.id JOIN sign_off s ON s.id = v.sign_off_id
                   WHERE s.application_id = a.id AND c.accepted AND v.vote = 'concur-with-conditions'
                     AND s.round = (SELECT max(round) FROM sign_off o
                       WHERE o.application_id = a.id AND o.agency = s.agency))"""));
        return violations;
    }

    private static final String UNLESS_REVERSED =
            """
              AND NOT EXISTS (SELECT 1 FROM appeal p JOIN appeal_decision r ON r.appeal_id = p.id
                WHERE p.application_id = a.id AND p.ground = 'denial' AND r.outcome = 'reversed')""";

    private List<String> found(String violation, String query) {
        return db
                .sql("WITH the_cases AS (SELECT * FROM application"
                        + " WHERE reference = ANY (string_to_array(:references, ','))) " + query)
                .param("references", references)
                .query(String.class)
                .list()
                .stream()
                .map(what -> violation + ": " + what)
                .toList();
    }
}
