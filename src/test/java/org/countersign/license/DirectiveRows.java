package org.countersign.license;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Directives put in force by rows alone, as two signatories leave them. */
final class DirectiveRows {

    private final JdbcClient db;
    private final TransactionTemplate transaction;

    DirectiveRows(JdbcClient db, TransactionTemplate transaction) {
        this.db = db;
        this.transaction = transaction;
    }

    /** @return its reference */
    String inForce(String kind, String members, String release, String carveOuts, Instant now, Instant expiresAt) {
        String id = UUID.randomUUID().toString();
        String reference = "CD-TEST-" + id.substring(0, 6);
        boolean foreign = kind.equals("foreign-persons");
        transaction.executeWithoutResult(status -> {
            db.sql(
                            """
                    INSERT INTO directive (id, number, reference, population, kind, members, release_ids, carve_outs,
                      foreign_person_rule, legal_ground, evidence, exception, expires_at, state, drafted_by, drafted_for,
                      drafted_at, previewed_licenses, previewed_users, words, preview_sha256)
                    VALUES (?, nextval('directive_number'), ?, ?, ?, string_to_array(?, ','), string_to_array(?, ','),
                      string_to_array(?, ','), ?, 'ground', 'evidence', 'wilfulness', ?, 'drafted', 'oncd.director',
                      'oncd', ?, 0, 0, gen_random_uuid()::text, '')""")
                    .params(
                            id,
                            reference,
                            kind,
                            kind,
                            members,
                            release,
                            carveOuts,
                            foreign ? "any-foreign-national" : null,
                            expiresAt.atOffset(ZoneOffset.UTC),
                            now.atOffset(ZoneOffset.UTC))
                    .update();
            db.sql("INSERT INTO directive_signature VALUES (?, 0, true, '', 'ostp.director', 'ostp', ?)")
                    .params(id, now.atOffset(ZoneOffset.UTC))
                    .update();
            db.sql("UPDATE directive SET state = 'in-force', in_force_at = ? WHERE id = ?")
                    .params(now.atOffset(ZoneOffset.UTC), id)
                    .update();
            db.sql(
                            """
                    INSERT INTO directive_license (directive_id, license_id, foreign_only, dark_at)
                    SELECT d.id, l.id, d.kind = 'foreign-persons', d.in_force_at
                    FROM directive d, license l WHERE d.id = ? AND covers_license(d, l)""")
                    .param(id)
                    .update();
        });
        return reference;
    }

    void lift(String reference, Instant now) {
        if (!state(reference).equals("in-force")) {
            return;
        }
        transaction.executeWithoutResult(status -> {
            db.sql(
                            """
                    INSERT INTO directive_change (directive_id, step, outcome, reasons, drafted_by, drafted_for, drafted_at)
                    SELECT id, 1, 'lift', 'over', 'oncd.director', 'oncd', ? FROM directive WHERE reference = ?""")
                    .params(now.atOffset(ZoneOffset.UTC), reference)
                    .update();
            db.sql(
                            """
                    INSERT INTO directive_signature SELECT id, 1, true, '', 'ostp.director', 'ostp', ?
                    FROM directive WHERE reference = ?""")
                    .params(now.atOffset(ZoneOffset.UTC), reference)
                    .update();
            db.sql("UPDATE directive SET state = 'lifted', ended_at = ? WHERE reference = ?")
                    .params(now.atOffset(ZoneOffset.UTC), reference)
                    .update();
            db.sql(
                            """
                    UPDATE directive_license SET lifted_at = greatest(dark_at, ?) WHERE lifted_at IS NULL
                      AND directive_id = (SELECT id FROM directive WHERE reference = ?)""")
                    .params(now.atOffset(ZoneOffset.UTC), reference)
                    .update();
        });
    }

    String state(String reference) {
        return db.sql("SELECT state FROM directive WHERE reference = ?")
                .param(reference)
                .query(String.class)
                .single();
    }
}
