package org.countersign.records;

import java.util.List;

/**
 * What a case file consists of beside the application: one query a section, in the order of the case. Each gives id, section,
 * label, text and the ground the text would go under. Deliberation before a decision is (b)(5): internal reasons, and drafts
 * that were not signed. Nothing here knows what is classified; a person says so.
 */
final class FileSections {

    private static final String RISK =
            """
            SELECT 'risk.' || criterion_id || '.' || position AS id, 'Risk' AS section, criterion_id AS label,
              factor || ': ' || points || ' points' AS text,
              CASE WHEN criterion_id IN ('CR-04', 'CR-05') THEN 'b4' WHEN criterion_id = 'CR-08' THEN 'b6' END AS ground
            FROM risk_factor WHERE application_id = :case ORDER BY position""";

    private static final String SCREENING =
            """
            SELECT 'hit.' || h.id || '.' || f.name AS id, 'Screening' AS section, f.name AS label, f.text, f.ground
            FROM screening s JOIN screening_hit h ON h.screening_id = s.id
            LEFT JOIN hit_resolution r ON r.hit_id = h.id
            CROSS JOIN LATERAL (VALUES ('party', h.party_role || ': ' || h.party_name,
                CASE WHEN h.party_type = 'organization' THEN NULL ELSE 'b6' END),
              ('entry', h.list_id || ': ' || h.entry_name, CASE WHEN h.party_type = 'organization' THEN NULL ELSE 'b6' END),
              ('explanation', h.explanation, 'b7e'), ('resolution', r.resolution, NULL), ('note', r.note, 'b5'))
              AS f (name, text, ground)
            WHERE s.application_id = :case ORDER BY s.screened_at, h.position, f.name""";

    private static final String VOTES =
            """
            SELECT 'vote.' || v.id || '.' || f.name AS id, 'Votes' AS section, s.agency || ', ' || f.name AS label, f.text,
              CASE WHEN c.accepted IS NOT TRUE THEN 'b5' ELSE f.ground END AS ground
            FROM sign_off s JOIN vote v ON v.sign_off_id = s.id LEFT JOIN countersignature c ON c.vote_id = v.id
            CROSS JOIN LATERAL (VALUES ('vote', v.vote, NULL), ('reasons', v.reasons, NULL),
              ('public reasons', v.public_reasons, NULL), ('internal reasons', v.internal_reasons, 'b5'),
              ('evidence', v.evidence, NULL), ('question', v.question, NULL), ('cure', v.cure, NULL),
              ('note of the second person', c.note, 'b5'), ('signed by', v.drafted_by || ', ' || c.signed_by, 'b6'))
              AS f (name, text, ground)
            WHERE s.application_id = :case ORDER BY s.requested_at, s.agency, v.round""";

    private static final String CONDITIONS =
            """
            SELECT 'condition.' || c.vote_id || '.' || c.position AS id, 'Conditions' AS section, s.agency AS label, c.text,
              NULL AS ground
            FROM sign_off s JOIN vote v ON v.sign_off_id = s.id JOIN vote_condition c ON c.vote_id = v.id
            WHERE s.application_id = :case ORDER BY s.agency, c.position""";

    private static final String QUESTIONS =
            """
            SELECT 'question.' || q.id || '.' || f.name AS id, 'Questions' AS section, q.asker || ', ' || f.name AS label, f.text,
              f.ground
            FROM question q LEFT JOIN answer a ON a.question_id = q.id
            CROSS JOIN LATERAL (VALUES ('question', q.question, NULL), ('answer', a.answer, 'b4')) AS f (name, text, ground)
            WHERE q.application_id = :case ORDER BY q.asked_at, f.name DESC""";

    private static final String DECISIONS =
            """
            SELECT 'commerce.' || d.round || '.' || f.name AS id, 'Decision' AS section, 'Commerce, ' || f.name AS label, f.text,
              f.ground
            FROM commerce_decision d CROSS JOIN LATERAL (VALUES ('outcome', d.outcome, NULL), ('reasons', d.reasons, NULL),
              ('public reasons', d.public_reasons, NULL), ('internal reasons', d.internal_reasons, 'b5'),
              ('evidence', d.evidence, NULL)) AS f (name, text, ground)
            WHERE d.application_id = :case
            UNION ALL
            SELECT 'notice.' || n.round || '.' || f.name, 'Notice of denial', f.name, f.text, f.ground
            FROM denial_notice n CROSS JOIN LATERAL (VALUES ('reasons', n.reasons, NULL), ('evidence', n.evidence, NULL),
              ('what would cure it', n.curable, NULL), ('contact', n.contact, 'b6')) AS f (name, text, ground)
            WHERE n.application_id = :case
            UNION ALL
            SELECT 'rebuttal.' || round, 'Answer to the notice', 'text', text, 'b4' FROM rebuttal WHERE application_id = :case
            UNION ALL
            SELECT 'ladder.' || round || '.' || level || '.' || voter || '.' || f.name, 'Escalation', level || ', ' || f.name,
              f.text, f.ground
            FROM escalation_vote CROSS JOIN LATERAL (VALUES ('outcome', outcome, NULL), ('reasons', reasons, NULL),
              ('internal reasons', internal_reasons, 'b5')) AS f (name, text, ground)
            WHERE application_id = :case
            UNION ALL
            SELECT 'decision.' || round, 'Decision', 'Outcome', outcome || ': ' || reasons, NULL
            FROM decision WHERE application_id = :case""";

    private static final String APPEALS =
            """
            SELECT 'appeal.' || a.number || '.' || f.name AS id, 'Appeals' AS section, f.name AS label, f.text, f.ground
            FROM appeal a LEFT JOIN appeal_decision d ON d.appeal_id = a.id
            CROSS JOIN LATERAL (VALUES ('ground', a.ground, NULL), ('text', a.text, 'b4'), ('outcome', d.outcome, NULL),
              ('reasons', d.reasons, NULL), ('internal reasons', d.internal_reasons, 'b5')) AS f (name, text, ground)
            WHERE a.application_id = :case ORDER BY a.number""";

    private static final String LICENSE =
            """
            SELECT 'license.status' AS id, 'License' AS section, 'status' AS label,
              status || ', issued ' || issued_at || ', until ' || expires_on AS text, NULL AS ground
            FROM license WHERE application_id = :case
            UNION ALL
            SELECT 'license.condition.' || c.id, 'License', 'condition of ' || c.agency, c.text, NULL
            FROM license l JOIN license_condition c ON c.license_id = l.id WHERE l.application_id = :case
            UNION ALL
            SELECT 'audit.' || a.id || '.' || r.round, 'Audits', 'result', r.result || ' ' || r.findings, 'b4'
            FROM license l JOIN audit a ON a.license_id = l.id JOIN audit_result r ON r.audit_id = a.id
            WHERE l.application_id = :case
            UNION ALL
            SELECT 'finding.' || f.id, 'Findings', f.source, f.text, 'b4'
            FROM license l JOIN finding f ON f.license_id = l.id WHERE l.application_id = :case""";

    private static final String LETTERS =
            """
            SELECT 'letter.' || id || '.' || f.name AS id, 'Letters' AS section, kind || ', ' || f.name AS label, f.text, f.ground
            FROM notice CROSS JOIN LATERAL (VALUES ('to', recipient, 'b6'), ('subject', subject, NULL), ('text', body, NULL))
              AS f (name, text, ground)
            WHERE application_id = :case ORDER BY queued_at, id""";

    private static final String DOCUMENTS =
            """
            SELECT 'document.' || id AS id, 'Documents' AS section, tier AS label,
              name || ', ' || media_type || ', ' || size || ' bytes' AS text,
              CASE tier WHEN 'internal' THEN 'b5' ELSE 'b4' END AS ground
            FROM document WHERE application_id = :case ORDER BY uploaded_at""";

    private static final String CLOCK =
            """
            SELECT 'clock.' || seq AS id, 'Clock' AS section, clock || ' of ' || holder AS label, event || ' ' || at AS text,
              NULL AS ground
            FROM clock_event WHERE application_id = :case ORDER BY seq""";

    private static final String TIMELINE =
            """
            SELECT 'journal.' || j.id AS id, 'Timeline' AS section, to_char(j.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS label,
              replace(j.action, '-', ' ') AS text, NULL AS ground
            FROM journal_entry j JOIN application a ON a.reference = j.subject WHERE a.id = :case ORDER BY j.id""";

    static final List<String> ALL = List.of(
            RISK,
            SCREENING,
            VOTES,
            CONDITIONS,
            QUESTIONS,
            DECISIONS,
            APPEALS,
            LICENSE,
            LETTERS,
            DOCUMENTS,
            CLOCK,
            TIMELINE);

    private FileSections() {}
}
