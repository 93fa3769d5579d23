package org.countersign.directive;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** All directives, with what the words of each would have hit when they were drafted. */
@Repository
public class Directives {

    private final JdbcClient db;

    Directives(JdbcClient db) {
        this.db = db;
    }

    long nextNumber() {
        return db.sql("SELECT nextval('directive_number')").query(Long.class).single();
    }

    /** Directive and preview in one statement, so that both are of one and the same moment. */
    void add(String id, long number, String reference, Wording words, Instant at, String by, String agency) {
        db.sql(
                        """
                WITH hit AS MATERIALIZED (
                  SELECT l.id, l.users FROM license l, jsonb_populate_record(NULL::directive, jsonb_build_object(
                    'kind', :kind, 'members', to_jsonb(:members::text[]), 'release_ids', to_jsonb(:releases::text[]),
                    'carve_outs', to_jsonb(:carveOuts::text[]))) d
                  WHERE covers_license(d, l)),
                drafted AS (
                  INSERT INTO directive (id, number, reference, population, words, kind, members, release_ids, carve_outs,
                    foreign_person_rule, legal_ground, evidence, exception, expires_at, state, drafted_by, drafted_for,
                    drafted_at, previewed_licenses, previewed_users, preview_sha256)
                  SELECT :id, :number, :reference, :population, :words, :kind, :members::text[], :releases::text[], :carveOuts::text[],
                    :rule,
                    :ground, :evidence, :exception, :expires, 'drafted', :by, :agency, :at, count(*),
                    coalesce(sum(users), 0),
                    encode(sha256(convert_to(coalesce(string_agg(hit.id, E'\\n' ORDER BY hit.id COLLATE "C"), ''), 'UTF8')),
                      'hex')
                  FROM hit
                  RETURNING id)
                INSERT INTO directive_preview (directive_id, license_id) SELECT drafted.id, hit.id FROM drafted, hit""")
                .param("id", id)
                .param("number", number)
                .param("reference", reference)
                .param("population", words.population().toString())
                .param("words", words.sha256())
                .param("kind", words.population().kind())
                .param("members", array(words.population().members()))
                .param("releases", words.releaseIds().isEmpty() ? null : array(words.releaseIds()))
                .param("carveOuts", array(words.carveOuts()))
                .param("rule", words.foreignPersonRule())
                .param("ground", words.legalGround())
                .param("evidence", words.evidence())
                .param("exception", words.exception())
                .param("expires", words.expiresAt().atOffset(ZoneOffset.UTC))
                .param("by", by)
                .param("agency", agency)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The draft or directive in force that says the same. */
    Optional<String> sayingTheSame(Wording words) {
        return db.sql("SELECT reference FROM directive WHERE words = ? AND state IN ('drafted', 'in-force')")
                .param(words.sha256())
                .query(String.class)
                .optional();
    }

    public Directive get(String id) {
        return db.sql("SELECT * FROM directive WHERE id = ?")
                .param(id)
                .query(Directives::directive)
                .single();
    }

    /** Nobody else changes it until the transaction ends. */
    Directive locked(String id) {
        return db.sql("SELECT * FROM directive WHERE id = ? FOR NO KEY UPDATE")
                .param(id)
                .query(Directives::directive)
                .single();
    }

    public Optional<Directive> byReference(String reference) {
        return db.sql("SELECT * FROM directive WHERE reference = ?")
                .param(reference)
                .query(Directives::directive)
                .optional();
    }

    /** Newest first. */
    public List<Directive> latest(int limit) {
        return db.sql("SELECT * FROM directive ORDER BY number DESC LIMIT ?")
                .param(limit)
                .query(Directives::directive)
                .list();
    }

    /**
     * In force or over, of those that concern a lab; changed at or after the given moment, oldest change first. A directive
     * ends when it said it would, whenever that is noted.
     */
    List<Directive> concerning(String labId, Instant since, Instant now) {
        return db.sql(
                        """
                SELECT d.* FROM directive d
                CROSS JOIN LATERAL (SELECT greatest(d.in_force_at, d.ended_at, max(s.signed_at),
                                      CASE WHEN d.state = 'in-force' AND d.expires_at <= ? THEN d.expires_at END) AS at
                                    FROM directive_signature s WHERE s.directive_id = d.id AND s.accepted) changed
                WHERE d.in_force_at IS NOT NULL AND changed.at >= ? AND concerns_lab(d, ?)
                ORDER BY changed.at, d.number""")
                .params(now.atOffset(ZoneOffset.UTC), since.atOffset(ZoneOffset.UTC), labId)
                .query(Directives::directive)
                .list();
    }

    /** One that concerns a lab, by its id or its reference, in whatever state. */
    Optional<Directive> concerning(String labId, String idOrReference) {
        return db.sql("SELECT d.* FROM directive d WHERE (d.id = :it OR d.reference = :it) AND concerns_lab(d, :lab)")
                .param("it", idOrReference)
                .param("lab", labId)
                .query(Directives::directive)
                .optional();
    }

    /** The labs that have to do with a directive. */
    public List<String> labsConcernedBy(String id) {
        return db.sql("SELECT l.id FROM lab l, directive d WHERE d.id = ? AND concerns_lab(d, l.id) ORDER BY l.id")
                .param(id)
                .query(String.class)
                .list();
    }

    void end(String id, String state) {
        db.sql("UPDATE directive SET state = ? WHERE id = ?").params(state, id).update();
    }

    /** One that is past its end and that no other node has at hand. */
    Optional<String> pastItsEnd(Instant now) {
        return db.sql(
                        """
                SELECT id FROM directive WHERE state = 'in-force' AND expires_at <= ?
                ORDER BY expires_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED""")
                .param(now.atOffset(ZoneOffset.UTC))
                .query(String.class)
                .optional();
    }

    static String[] array(List<String> words) {
        return words.toArray(String[]::new);
    }

    private static Directive directive(ResultSet row, int number) throws SQLException {
        return new Directive(
                row.getString("id"),
                row.getString("reference"),
                new Population(row.getString("kind"), texts(row, "members")),
                texts(row, "release_ids"),
                texts(row, "carve_outs"),
                row.getString("foreign_person_rule"),
                row.getString("legal_ground"),
                row.getString("evidence"),
                row.getString("exception"),
                moment(row, "expires_at"),
                row.getString("state"),
                row.getString("drafted_by"),
                row.getString("drafted_for"),
                moment(row, "drafted_at"),
                new Directive.Hit(
                        row.getLong("previewed_licenses"),
                        row.getLong("previewed_users"),
                        row.getString("preview_sha256")),
                moment(row, "in_force_at"),
                moment(row, "ended_at"));
    }

    static Instant moment(ResultSet row, String column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }

    static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }
}
