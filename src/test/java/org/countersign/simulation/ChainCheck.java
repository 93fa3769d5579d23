package org.countersign.simulation;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every entry waits for the tree or is in it once. What the tree holds is for the verifier to say. */
final class ChainCheck {

    private final JdbcClient db;

    ChainCheck(JdbcClient db) {
        this.db = db;
    }

    Optional<String> firstBreak() {
        return db.sql(
                        """
                SELECT e.id FROM journal_entry e LEFT JOIN journal_leaf l ON l.entry_id = e.id
                LEFT JOIN journal_pending p ON p.entry_id = e.id
                WHERE (l.entry_id IS NULL) = (p.entry_id IS NULL) ORDER BY e.id LIMIT 1""")
                .query(Long.class)
                .optional()
                .map(entry -> "entry " + entry + " has no place");
    }

    long length() {
        return db.sql("SELECT count(*) FROM journal_entry").query(Long.class).single();
    }
}
