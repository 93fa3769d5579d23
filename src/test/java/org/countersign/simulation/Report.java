package org.countersign.simulation;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The counts of the year, for people. */
final class Report {

    private final JdbcClient db;
    private final String references;
    private final Map<String, Map<String, Long>> sections = new LinkedHashMap<>();

    Report(JdbcClient db, Collection<String> references) {
        this.db = db;
        this.references = String.join(",", references);
    }

    String text(Tally tally) {
        count("Outcomes", "SELECT status, 1 FROM the_cases");
        count(
                "Kinds",
                """
                SELECT 'risk ' || r.band, 1 FROM the_cases a JOIN risk_assessment r ON r.application_id = a.id
                UNION ALL SELECT 'use ' || (submission #>> '{useCase,domain}'), 1 FROM the_cases
                UNION ALL SELECT 'access by ' || (submission #>> '{useCase,accessMode}'), 1 FROM the_cases
                UNION ALL SELECT 'country group ' || (r.facts ->> 'customerGroup'), 1
                  FROM the_cases a JOIN risk_assessment r ON r.application_id = a.id
                UNION ALL SELECT 'foreign persons ' || (submission #>> '{useCase,population,foreignPersons}'), 1
                  FROM the_cases""");
        count(
                "Screenings",
                "SELECT action, 1 FROM the_cases a JOIN journal j ON j.subject = a.reference"
                        + " WHERE action IN ('parties-screened', 'screening-hits-resolved', 'screening-unavailable')");
        count(
                "Positions of agencies",
                """
                SELECT vote || CASE WHEN c.accepted THEN '' WHEN c.vote_id IS NULL THEN ', never countersigned'
                  ELSE ', sent back' END, 1
                FROM the_cases a JOIN sign_off s ON s.application_id = a.id JOIN vote v ON v.sign_off_id = s.id
                LEFT JOIN countersignature c ON c.vote_id = v.id
                UNION ALL SELECT 'silence', 1 FROM the_cases a JOIN sign_off s ON s.application_id = a.id
                JOIN silence q ON q.sign_off_id = s.id""");
        count("Questions", "SELECT state, 1 FROM the_cases a JOIN question q ON q.application_id = a.id");
        count(
                "Escalations by the highest level that decided",
                """
                SELECT DISTINCT ON (e.application_id, e.round) d.level || ': ' || d.outcome, 1 FROM the_cases a
                JOIN escalation e ON e.application_id = a.id
                JOIN escalation_decision d ON d.application_id = e.application_id AND d.round = e.round
                ORDER BY e.application_id, e.round,
                  array_position(ARRAY['principals', 'board', 'committee', 'chair'], d.level)""");
        count(
                "Notices of denial",
                """
                SELECT n.ground || CASE WHEN r.application_id IS NULL THEN ', no answer'
                  WHEN d.outcome IS NULL THEN ', answer not considered in time'
                  WHEN d.outcome = 'reopen' THEN ', reopened' ELSE ', answer changed nothing' END, 1
                FROM the_cases a JOIN denial_notice n ON n.application_id = a.id
                LEFT JOIN rebuttal r ON r.application_id = a.id AND r.round = n.round
                LEFT JOIN rebuttal_decision d ON d.application_id = a.id AND d.round = n.round""");
        count(
                "Appeals by ground and outcome",
                """
                SELECT p.ground || ': ' || coalesce(d.outcome, 'open'), 1 FROM the_cases a
                JOIN appeal p ON p.application_id = a.id LEFT JOIN appeal_decision d ON d.appeal_id = p.id""");
        count(
                "Deadlines missed, each on record",
                """
                SELECT m.clock || ' of ' || m.holder, 1 FROM the_cases a
                JOIN missed_deadline m ON m.application_id = a.id""");
        count(
                "People who stepped back",
                "SELECT 'in all', 1 FROM the_cases a JOIN recusal r ON r.application_id = a.id");
        count("Licenses", "SELECT l.status, 1 FROM the_cases a JOIN license l ON l.application_id = a.id");
        count(
                "Entries of the journal",
                """
                SELECT CASE WHEN action LIKE 'clock-%' THEN 'of the clock ledger' ELSE 'other' END, 1
                FROM the_cases a JOIN journal j ON j.subject = a.reference""");
        sections.put("What people met", tally.counts());
        return sections.entrySet().stream()
                .filter(section -> !section.getValue().isEmpty())
                .map(section -> section.getKey() + "\n"
                        + section.getValue().entrySet().stream()
                                .map(row -> String.format(Locale.ROOT, "  %,9d  %s\n", row.getValue(), row.getKey()))
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    private void count(String section, String query) {
        var counts = new LinkedHashMap<String, Long>();
        db.sql("WITH the_cases AS (SELECT * FROM application"
                        + " WHERE reference = ANY (string_to_array(:references, ',')))"
                        + " SELECT what, count(*) FROM (" + query
                        + ") AS found (what, one) GROUP BY what ORDER BY what")
                .param("references", references)
                .query(row -> {
                    counts.put(row.getString(1), row.getLong(2));
                });
        sections.put(section, counts);
    }
}
