package org.countersign.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whatever ran out is on record as what it is, at once; and nothing is on record that did not run out. The
 * clocks are those recounted from the journal, the records are the rows.
 */
final class DeadlineCheck {

    /** Running out of these is a fault of an office. */
    private static final Set<String> MUST_BE_RECORDED_AS_MISSED =
            Set.of("case", "completeness", "countersignature", "principals", "appeal");

    /** A timer fires in the minute in which it is due. */
    private static final Duration AT_ONCE = Duration.ofMinutes(1);

    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    private static final String LEVEL = "level";

    private final JdbcClient db;

    DeadlineCheck(JdbcClient db) {
        this.db = db;
    }

    private record Row(String kind, String clock, String holder, Instant dueOn, Instant recordedAt) {}

    List<String> violationsIn(SimulatedCase of, List<RecountedClock> clocks) {
        List<Row> rows = rowsOf(of.id());
        var violations = new ArrayList<String>();
        for (RecountedClock clock : clocks) {
            if (clock.stoppedAt() == null) {
                violations.add(clock + " was never stopped");
            }
            clock.ranOut().stream()
                    .filter(dueOn -> !isOnRecord(clock, dueOn, rows))
                    .forEach(dueOn -> violations.add(clock + " ran out on " + dueOn + " without a record"));
            clock.pauses().stream()
                    .filter(pause -> pause.to().isAfter(pause.until().plus(AT_ONCE)))
                    .forEach(pause -> violations.add(clock + " stood still beyond its cap: " + pause));
        }
        rows.stream()
                .filter(row -> !row.kind().equals(LEVEL) && !hasCause(row, clocks))
                .forEach(row -> violations.add("Recorded without cause: " + row));
        rows.stream()
                .filter(row -> !isAtOnce(row.dueOn(), row.recordedAt()))
                .forEach(row -> violations.add("Recorded at another time: " + row));
        violations.addAll(lateAppealsOf(of.id()));
        return violations.stream().map(what -> of.reference() + ": " + what).toList();
    }

    /** Asked of the rows as well: an appeal has its 30 days whatever becomes of its clock. */
    private List<String> lateAppealsOf(String applicationId) {
        return db.sql(
                        """
                SELECT 'the appeal of ' || a.filed_at || ' was decided late without a record'
                FROM appeal a LEFT JOIN appeal_decision d ON d.appeal_id = a.id
                WHERE a.application_id = ? AND (d.decided_at IS NULL OR d.decided_at > a.target_on + interval '1 minute')
                  AND NOT EXISTS (SELECT 1 FROM missed_deadline m WHERE m.application_id = a.application_id
                    AND m.clock = 'appeal' AND m.due_on BETWEEN a.target_on - interval '1 minute'
                      AND a.target_on + interval '1 minute')""")
                .param(applicationId)
                .query(String.class)
                .list();
    }

    private static boolean isOnRecord(RecountedClock clock, Instant dueOn, List<Row> rows) {
        if (MUST_BE_RECORDED_AS_MISSED.contains(clock.clock())) {
            return has("missed", clock, dueOn, rows);
        }
        return switch (clock.clock()) {
            // In the second in which the days end whoever is faster wins.
            case "sign-off" -> has("silence", clock, dueOn, rows) || clock.wasStoppedWithin(ONE_SECOND, dueOn);
            // The time for an answer is the applicant's own; it ends and the ledger says so.
            case "rebuttal" -> clock.ground().equals("No answer in time") || clock.wasStoppedWithin(ONE_SECOND, dueOn);
            // Day 45: the denial is final, and if an answer was left unconsidered that is on record.
            case "denial" ->
                clock.ground().equals("Denied") && has("denied", clock, dueOn, rows)
                        || has("missed", clock, dueOn, rows);
            // A level whose time is over has decided what was voted, or nothing.
            case "chair", "committee", "board" ->
                rows.stream()
                        .anyMatch(row -> row.kind().equals(LEVEL)
                                && row.clock().equals(clock.clock())
                                && isAtOnce(dueOn, row.recordedAt()));
            case "delay-order" -> clock.ground().equals("The office has acted") || has("missed", clock, dueOn, rows);
            case "escalation" -> true; // nobody carried it up: the decision stands
            default -> throw new IllegalStateException("What is on record when " + clock + " runs out?");
        };
    }

    private static boolean isAtOnce(Instant dueOn, Instant recordedAt) {
        return !recordedAt.isBefore(dueOn) && !recordedAt.isAfter(dueOn.plus(AT_ONCE));
    }

    private static boolean has(String kind, RecountedClock clock, Instant dueOn, List<Row> rows) {
        return rows.stream()
                .anyMatch(row -> row.kind().equals(kind)
                        && row.clock().equals(clock.clock())
                        && row.holder().equals(clock.holder())
                        && row.dueOn().equals(dueOn));
    }

    private static boolean hasCause(Row row, List<RecountedClock> clocks) {
        return clocks.stream()
                .filter(clock ->
                        clock.clock().equals(row.clock()) && clock.holder().equals(row.holder()))
                .anyMatch(clock -> row.kind().equals("unanswered")
                        ? clock.pauses().stream()
                                .anyMatch(pause -> pause.until().equals(row.dueOn())
                                        && !pause.to().isBefore(pause.until()))
                        : clock.ranOut().contains(row.dueOn()));
    }

    private List<Row> rowsOf(String applicationId) {
        return db.sql(
                        """
                SELECT 'missed' AS kind, clock, holder, due_on, recorded_at FROM missed_deadline
                WHERE application_id = :id
                UNION ALL
                SELECT 'level', level, CASE level WHEN 'chair' THEN 'operating-committee' ELSE level END, decided_at, decided_at
                FROM escalation_decision WHERE application_id = :id AND level <> 'principals'
                UNION ALL
                SELECT 'silence', 'sign-off', s.agency, q.due_on, q.recorded_at
                FROM silence q JOIN sign_off s ON s.id = q.sign_off_id WHERE s.application_id = :id
                UNION ALL
                SELECT 'unanswered', CASE asker WHEN 'intake' THEN 'completeness' ELSE 'sign-off' END, asker, due_on,
                  closed_at FROM question WHERE application_id = :id AND state = 'unanswered'
                UNION ALL
                SELECT 'denied', 'denial', 'commerce', n.final_on, d.decided_at FROM decision d
                JOIN denial_notice n ON n.application_id = d.application_id
                WHERE d.application_id = :id AND d.outcome = 'denied' AND d.round = 1
                  AND n.round = (SELECT max(round) FROM denial_notice WHERE application_id = :id)""")
                .param("id", applicationId)
                .query((row, n) -> new Row(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getObject(4, OffsetDateTime.class).toInstant(),
                        row.getObject(5, OffsetDateTime.class).toInstant()))
                .list();
    }
}
