package org.countersign.screening;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** All screenings, their hits and what became of these. Rows are only added. */
@Repository
public class Screenings {

    public static final String NOT_SCREENED = "not-screened";
    public static final String CLEAR = "clear";
    public static final String CLEARED_HIT = "cleared-hit";
    public static final String TRUE_MATCH = "true-match";

    static final String CLEARED = "cleared";
    static final String HITS = "hits";
    static final String UNAVAILABLE = "unavailable";

    static final String OF_APPLICATION = "application";
    static final String OF_LICENSE = "license";
    static final String OF_LIST_CHANGE = "list-change";

    private static final String HITS_WITH_RESOLUTION =
            """
            SELECT h.*, s.screened_at, r.resolution, r.note, r.resolved_by, r.resolved_at FROM screening_hit h
            JOIN screening s ON s.id = h.screening_id LEFT JOIN hit_resolution r ON r.hit_id = h.id
            """;

    private final JdbcClient db;
    private final ObjectMapper json;

    Screenings(JdbcClient db, ObjectMapper json) {
        this.db = db;
        this.json = json;
    }

    /** @return false when this application has such an answer already: the step ran twice */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean add(Screening screening) {
        boolean added = db.sql(
                                """
                        INSERT INTO screening (id, application_id, occasion, result, reason, lists, parties, screened_at)
                        VALUES (?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?) ON CONFLICT DO NOTHING""")
                        .params(
                                screening.id(),
                                screening.applicationId(),
                                screening.occasion(),
                                screening.result(),
                                screening.reason(),
                                written(screening.lists()),
                                written(screening.parties()),
                                screening.screenedAt().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
        if (added) {
            int position = 0;
            for (Screening.Hit hit : screening.hits()) {
                add(screening.id(), ++position, hit);
            }
        }
        return added;
    }

    private void add(String screeningId, int position, Screening.Hit hit) {
        db.sql(
                        """
                INSERT INTO screening_hit (id, screening_id, position, party_role, party_name, party_type, party_facts,
                  list_id, entry_id, entry_name, entry, score, explanation)
                VALUES (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?::jsonb, ?, ?)""")
                .params(
                        UUID.randomUUID().toString(),
                        screeningId,
                        position,
                        hit.party().role(),
                        hit.party().name(),
                        hit.party().type().key(),
                        written(hit.party()),
                        hit.entry().list(),
                        hit.entry().id(),
                        hit.entryName(),
                        written(hit.entry()),
                        hit.score(),
                        hit.explanation())
                .update();
    }

    /** How the screening of an application ended, in the words of {@code risk-score.dmn}. */
    public String resultOf(String applicationId) {
        return db.sql(
                        """
                SELECT CASE
                  WHEN NOT EXISTS (SELECT 1 FROM screening WHERE application_id = :id
                                   AND occasion = 'application' AND result <> 'unavailable') THEN 'not-screened'
                  WHEN bool_or(resolution = 'true-match' AND NOT overturned) THEN 'true-match'
                  WHEN bool_or(hit_id IS NULL) THEN 'not-screened'
                  WHEN count(*) > 0 THEN 'cleared-hit'
                  ELSE 'clear' END
                FROM (SELECT r.resolution, r.hit_id, o.hit_id IS NOT NULL AS overturned
                      FROM screening s JOIN screening_hit h ON h.screening_id = s.id
                      LEFT JOIN hit_resolution r ON r.hit_id = h.id LEFT JOIN match_overturned o ON o.hit_id = h.id
                      WHERE s.application_id = :id) AS hits""")
                .param("id", applicationId)
                .query(String.class)
                .single();
    }

    /** Against the lists now in force, with every hit cleared; the database asks the same before it takes a license. */
    boolean isScreened(String applicationId) {
        return db.sql("SELECT is_screened(?)")
                .param(applicationId)
                .query(Boolean.class)
                .single();
    }

    /** Whoever changes a list waits until this transaction has ended; or this waits for them, and sees the new list. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void holdLists() {
        db.sql("SELECT hold_screening_lists()").query((row, n) -> 0).list();
    }

    /** Whether it could not be screened when that was last tried. */
    boolean isWaiting(String applicationId) {
        return db.sql("SELECT result FROM screening WHERE application_id = ? ORDER BY screened_at DESC, id LIMIT 1")
                .param(applicationId)
                .query(String.class)
                .optional()
                .filter(UNAVAILABLE::equals)
                .isPresent();
    }

    /** The hits that wait for a person: those of one screening, the oldest first. */
    public List<Screening.OpenHit> openHitsOf(String applicationId) {
        return db.sql(
                        """
                SELECT h.* FROM screening_hit h JOIN screening s ON s.id = h.screening_id
                WHERE s.id = (SELECT s.id FROM screening s JOIN screening_hit h ON h.screening_id = s.id
                              LEFT JOIN hit_resolution r ON r.hit_id = h.id
                              WHERE s.application_id = ? AND r.hit_id IS NULL ORDER BY s.screened_at, s.id LIMIT 1)
                  AND NOT EXISTS (SELECT 1 FROM hit_resolution r WHERE r.hit_id = h.id)
                ORDER BY h.position""")
                .param(applicationId)
                .query(this::openHit)
                .list();
    }

    /** Every hit an application ever had, with what became of it. */
    public List<Screening.ResolvedHit> hitsOf(String applicationId) {
        return db.sql(HITS_WITH_RESOLUTION + "WHERE s.application_id = ? ORDER BY s.screened_at, s.id, h.position")
                .param(applicationId)
                .query(this::resolvedHit)
                .list();
    }

    /** Every screening of an application, oldest first. */
    public List<Screening.OnRecord> of(String applicationId) {
        return db.sql("SELECT * FROM screening WHERE application_id = ? ORDER BY screened_at, id")
                .param(applicationId)
                .query((row, n) -> new Screening.OnRecord(
                        instant(row, "screened_at"),
                        row.getString("occasion"),
                        row.getString("result"),
                        row.getString("reason"),
                        Stream.of(read(row.getString("lists"), ListInForce.Edition[].class))
                                .map(edition -> edition.list() + ", version " + edition.version())
                                .toList(),
                        hitsOfScreening(row.getString("id"))))
                .list();
    }

    private List<Screening.ResolvedHit> hitsOfScreening(String screeningId) {
        return db.sql(HITS_WITH_RESOLUTION + "WHERE s.id = ? ORDER BY h.position")
                .param(screeningId)
                .query(this::resolvedHit)
                .list();
    }

    private Screening.ResolvedHit resolvedHit(ResultSet row, int number) throws SQLException {
        return new Screening.ResolvedHit(
                openHit(row, number),
                instant(row, "screened_at"),
                row.getString("resolution"),
                row.getString("note"),
                row.getString("resolved_by"),
                row.getString("resolution") == null ? null : instant(row, "resolved_at"));
    }

    void resolve(String hitId, String resolution, String note, String by, Instant at) {
        db.sql("INSERT INTO hit_resolution (hit_id, resolution, note, resolved_by, resolved_at) VALUES (?, ?, ?, ?, ?)")
                .params(hitId, resolution, note, by, at.atOffset(ZoneOffset.UTC))
                .update();
    }

    /**
     * The confirmed matches of an application count as cleared from now on; that they were confirmed stays on record.
     *
     * @return how many
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int overturnMatchesOf(String applicationId, String by, Instant at) {
        return db.sql(
                        """
                INSERT INTO match_overturned (hit_id, overturned_by, overturned_at)
                SELECT r.hit_id, ?, ? FROM hit_resolution r JOIN screening_hit h ON h.id = r.hit_id
                JOIN screening s ON s.id = h.screening_id
                WHERE s.application_id = ? AND r.resolution = 'true-match' ON CONFLICT DO NOTHING""")
                .params(by, at.atOffset(ZoneOffset.UTC), applicationId)
                .update();
    }

    /** Who last confirmed that a party of the application is on a list. */
    public String matchConfirmedBy(String applicationId) {
        return db.sql(
                        """
                SELECT r.resolved_by FROM hit_resolution r JOIN screening_hit h ON h.id = r.hit_id
                JOIN screening s ON s.id = h.screening_id
                WHERE s.application_id = ? AND r.resolution = 'true-match' ORDER BY r.resolved_at DESC LIMIT 1""")
                .param(applicationId)
                .query(String.class)
                .single();
    }

    /** Whether this party of this customer has met this entry before: it is being looked at, or somebody has. */
    boolean isKnown(String applicationId, Party party, ListEntry entry) {
        return db.sql(
                                """
                        SELECT count(*) FROM screening_hit h JOIN screening s ON s.id = h.screening_id
                        JOIN application a ON a.id = s.application_id LEFT JOIN hit_resolution r ON r.hit_id = h.id
                        JOIN application mine ON mine.id = ?
                        WHERE h.list_id = ? AND h.entry_id = ? AND h.party_name = ?
                          AND (a.id = mine.id OR a.lab_id = mine.lab_id AND a.customer_id = mine.customer_id
                               AND r.resolution = 'cleared')""")
                        .params(applicationId, entry.list(), entry.id(), party.name())
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Whether a person has said of this party of this customer, and not taken back since, that it is not this entry. */
    boolean isCleared(String applicationId, Party party, ListEntry entry) {
        return db.sql(
                        """
                SELECT CASE WHEN o.hit_id IS NULL THEN r.resolution ELSE 'cleared' END
                FROM hit_resolution r JOIN screening_hit h ON h.id = r.hit_id
                LEFT JOIN match_overturned o ON o.hit_id = h.id JOIN screening s ON s.id = h.screening_id JOIN application a ON a.id = s.application_id
                JOIN application mine ON mine.id = ?
                WHERE h.list_id = ? AND h.entry_id = ? AND h.party_name = ?
                  AND a.lab_id = mine.lab_id AND a.customer_id = mine.customer_id
                ORDER BY r.resolved_at DESC LIMIT 1""")
                .params(applicationId, entry.list(), entry.id(), party.name())
                .query(String.class)
                .optional()
                .filter(CLEARED::equals)
                .isPresent();
    }

    /** Whether a match was confirmed after the given moment, or ever when there is none. */
    public boolean isMatchConfirmedAfter(String applicationId, Optional<Instant> moment) {
        return hitsOf(applicationId).stream()
                .filter(hit -> TRUE_MATCH.equals(hit.resolution()))
                .anyMatch(hit -> moment.isEmpty() || hit.resolvedAt().isAfter(moment.get()));
    }

    private Screening.OpenHit openHit(ResultSet row, int number) throws SQLException {
        return new Screening.OpenHit(
                row.getString("id"),
                read(row.getString("party_facts"), Party.class),
                read(row.getString("entry"), ListEntry.class),
                row.getString("entry_name"),
                row.getBigDecimal("score").doubleValue(),
                row.getString("explanation"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was screened can be written", e);
        }
    }

    private <T> T read(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was stored can be read", e);
        }
    }
}
