package org.countersign.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** The entries about a subject with all it takes to prove that each is in the tree. Who may see what of it is for others to say. */
@Component
public class Receipts {

    private final JdbcClient db;
    private final Leaves leaves;

    Receipts(JdbcClient db, Leaves leaves) {
        this.db = db;
        this.leaves = leaves;
    }

    /** @param checkpoint the signed size of the tree that the proofs lead to; empty as long as nothing is signed */
    public record Proven(String checkpoint, List<Entry> entries) {}

    /**
     * An entry.
     *
     * @param index its place, or null as long as it waits for one
     * @param content with {@code salt}, or null where it was erased
     */
    public record Entry(
            long number,
            Instant at,
            String actor,
            byte[] actorSalt,
            byte[] actorHash,
            String action,
            String subject,
            byte[] contentHash,
            byte[] salt,
            String content,
            byte[] entryHash,
            Long index,
            List<byte[]> proof) {}

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Proven about(String subject) {
        Leaves.Signed signed = leaves.latest();
        var tree = new TileSubtrees(leaves);
        List<Entry> entries = db.sql(
                        """
                SELECT e.*, l.index FROM journal_entry e LEFT JOIN journal_leaf l ON l.entry_id = e.id
                WHERE e.subject = ? ORDER BY e.id""")
                .param(subject)
                .query((row, n) -> entry(row, signed.size(), tree))
                .list();
        return new Proven(signed.note(), entries);
    }

    private static Entry entry(ResultSet row, long size, Subtrees tree) throws SQLException {
        Long index = row.getObject("index", Long.class);
        return new Entry(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getBytes("actor_salt"),
                Hashes.salted(row.getBytes("actor_salt"), row.getString("actor")),
                row.getString("action"),
                row.getString("subject"),
                row.getBytes("content_hash"),
                row.getBytes("salt"),
                row.getString("content"),
                row.getBytes("entry_hash"),
                index,
                index == null ? List.of() : tree.inclusion(index, size));
    }
}
