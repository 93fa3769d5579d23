package org.countersign.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Computes everything in the journal's tables again, in one snapshot, trusting nothing but the keys. */
final class DatabaseCheck {

    private static final int FETCH = 2_000;

    private static final String ENTRY =
            """
            e.id, CASE WHEN isfinite(e.at) THEN (extract(epoch FROM e.at) * 1000000)::bigint ELSE -1 END AS micros,
            e.actor_salt, e.actor, e.action, e.subject, e.content_hash, e.salt, e.content, e.entry_hash""";

    static final String LEAVES = "SELECT l.index, l.leaf_hash, l.entry_id, " + ENTRY
            + " FROM journal_leaf l LEFT JOIN journal_entry e ON e.id = l.entry_id ORDER BY l.index";

    private final Connection db;
    private final Breaks breaks;
    private final Erasures erasures = new Erasures();
    private final TreeCheck tree;

    DatabaseCheck(Connection db, TreeCheck tree, Breaks breaks) {
        this.db = db;
        this.tree = tree;
        this.breaks = breaks;
    }

    /** @return how many entries there are, in the tree or not yet */
    long run(List<NoteKey> keys) throws SQLException {
        long signed = checkpoints(keys);
        tiles();
        leaves();
        tree.finish();
        if (tree.size() != signed) {
            breaks.add("the tree has %,d entries, and the last checkpoint is over %,d", tree.size(), signed);
        }
        long waiting = entriesBesideTheTree();
        queue();
        erasures.finish(breaks);
        erasedAndStillThere();
        return tree.size() + waiting;
    }

    private interface Rows {
        void see(ResultSet row) throws SQLException;
    }

    private void each(String sql, Rows rows) throws SQLException {
        try (Statement statement = db.createStatement()) {
            statement.setFetchSize(FETCH);
            try (ResultSet row = statement.executeQuery(sql)) {
                while (row.next()) {
                    rows.see(row);
                }
            }
        }
    }

    private record Row(long number, long size, byte[] root, String note) {}

    private long checkpoints(List<NoteKey> keys) throws SQLException {
        List<Row> rows = new ArrayList<>();
        each("SELECT number, size, root, note FROM journal_checkpoint ORDER BY number", row -> {
            var stored = new Row(row.getLong(1), row.getLong(2), row.getBytes(3), row.getString(4));
            if (stored.number() != rows.size() + 1) {
                breaks.add("checkpoint %d stands where checkpoint %d should", stored.number(), rows.size() + 1);
            }
            if (!rows.isEmpty() && stored.size() <= rows.get(rows.size() - 1).size()) {
                breaks.add("checkpoint %d is not larger than the one before", stored.number());
            }
            rows.add(stored);
        });
        // Signatures are what takes long.
        List<String> wrong = rows.parallelStream()
                .map(row -> wrongWith(row, keys))
                .filter(Objects::nonNull)
                .toList();
        wrong.forEach(words -> breaks.add("%s", words));
        rows.forEach(row -> tree.expect("checkpoint " + row.number(), new Checkpoint("", row.size(), row.root())));
        return rows.isEmpty() ? 0 : rows.get(rows.size() - 1).size();
    }

    private static String wrongWith(Row row, List<NoteKey> keys) {
        try {
            Checkpoint checkpoint = Verification.read(row.note(), keys);
            return checkpoint.isOf(row.size(), row.root())
                            && SignedNote.parse(row.note()).signatures().size() == 1
                    ? null
                    : "checkpoint %d: its row is not what was signed".formatted(row.number());
        } catch (IllegalArgumentException e) {
            return "checkpoint %d: %s".formatted(row.number(), e.getMessage());
        }
    }

    private void tiles() throws SQLException {
        tree.checkTiles();
        each(
                "SELECT level, n, hashes, root FROM journal_tile",
                row -> tree.expect(new Tile(row.getInt(1), row.getLong(2), row.getBytes(3), row.getBytes(4))));
    }

    private void leaves() throws SQLException {
        each(LEAVES, row -> {
            if (row.getLong("index") != tree.size()) {
                breaks.add("leaf %d stands where leaf %d should", row.getLong("index"), tree.size());
            }
            byte[] leaf = row.getBytes("leaf_hash");
            if (row.getObject("id") == null) {
                breaks.add("entry %d is missing", row.getLong("entry_id"));
            } else if (!Arrays.equals(leaf, Hashes.ofLeaf(entry(row).check(breaks, erasures)))) {
                breaks.add("entry %d is not the one that is in the tree", row.getLong("id"));
            }
            tree.leaf(leaf);
        });
    }

    static EntryCheck entry(ResultSet row) throws SQLException {
        return new EntryCheck(
                row.getLong("id"),
                row.getLong("micros"),
                row.getBytes("actor_salt"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getBytes("content_hash"),
                row.getBytes("salt"),
                row.getString("content"),
                row.getBytes("entry_hash"));
    }

    private long entriesBesideTheTree() throws SQLException {
        long[] waiting = {0};
        long[] last = {0};
        each(
                "SELECT p.entry_id IS NOT NULL AS waits, " + ENTRY
                        + """
                 FROM journal_entry e LEFT JOIN journal_pending p ON p.entry_id = e.id
                WHERE NOT EXISTS (SELECT 1 FROM journal_leaf l WHERE l.entry_id = e.id) ORDER BY e.id""",
                row -> {
                    entry(row).check(breaks, erasures);
                    waiting[0]++;
                    if (row.getLong("id") == last[0]) {
                        breaks.add("entry %d is there twice", last[0]);
                    }
                    last[0] = row.getLong("id");
                    if (!row.getBoolean("waits")) {
                        breaks.add("entry %d is neither in the tree nor waiting for it", row.getLong("id"));
                    }
                });
        return waiting[0];
    }

    private void queue() throws SQLException {
        each(
                """
                SELECT p.entry_id, e.id IS NULL AS lost FROM journal_pending p
                LEFT JOIN journal_entry e ON e.id = p.entry_id LEFT JOIN journal_leaf l ON l.entry_id = p.entry_id
                WHERE e.id IS NULL OR l.entry_id IS NOT NULL ORDER BY p.entry_id""",
                row -> breaks.add(
                        row.getBoolean("lost")
                                ? "entry %d waits for the tree and is missing"
                                : "entry %d is in the tree and waits for it",
                        row.getLong("entry_id")));
    }

    private void erasedAndStillThere() throws SQLException {
        try (var query = db.prepareStatement(
                "SELECT id FROM journal_entry WHERE id = ANY (?) AND content IS NOT NULL AND action <> ? ORDER BY id")) {
            query.setArray(1, db.createArrayOf("bigint", erasures.named().toArray()));
            query.setString(2, Erasures.ACTION);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    breaks.add("entry %d: its content was erased, and is there", row.getLong(1));
                }
            }
        }
    }
}
