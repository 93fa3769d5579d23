package org.countersign.directive;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The second signatures under directives and under what was changed of them. */
@Repository
public class Signatures {

    private final JdbcClient db;

    Signatures(JdbcClient db) {
        this.db = db;
    }

    /** @param step 0 for the directive itself, else its change of that number */
    public record Signature(
            int step, boolean accepted, String note, String signedBy, String signedFor, Instant signedAt) {}

    void add(String directiveId, Signature signature) {
        db.sql(
                        """
                INSERT INTO directive_signature (directive_id, step, accepted, note, signed_by, signed_for, signed_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        directiveId,
                        signature.step(),
                        signature.accepted(),
                        signature.note(),
                        signature.signedBy(),
                        signature.signedFor(),
                        signature.signedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** In their order. */
    public List<Signature> under(String directiveId) {
        return db.sql("SELECT * FROM directive_signature WHERE directive_id = ? ORDER BY step, signed_at")
                .param(directiveId)
                .query((row, n) -> new Signature(
                        row.getInt("step"),
                        row.getBoolean("accepted"),
                        row.getString("note"),
                        row.getString("signed_by"),
                        row.getString("signed_for"),
                        Directives.moment(row, "signed_at")))
                .list();
    }
}
