package org.countersign.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tree in the database: leaves, full tiles, signed sizes, and the entries that are not in it yet. */
@Component
class Leaves implements TileSubtrees.Source {

    private final JdbcClient db;

    Leaves(JdbcClient db) {
        this.db = db;
    }

    /** A size that was signed. */
    record Signed(long number, long size, byte[] root, String note) {
        static final Signed NOTHING = new Signed(0, 0, Hashes.ofNothing(), "");
    }

    record Waiting(long entryId, byte[] entryHash) {}

    Signed latest() {
        return signed("ORDER BY number DESC LIMIT 1").orElse(Signed.NOTHING);
    }

    private Optional<Signed> signed(String which) {
        return db.sql("SELECT number, size, root, note FROM journal_checkpoint " + which)
                .query((row, n) -> new Signed(
                        row.getLong("number"), row.getLong("size"), row.getBytes("root"), row.getString("note")))
                .optional();
    }

    /** What is committed and not in the tree, in order of number. Read by number, however large the journal is. */
    List<Waiting> waiting(int limit) {
        return db.sql(
                        """
                SELECT p.entry_id, e.entry_hash
                FROM (SELECT entry_id FROM journal_pending ORDER BY entry_id LIMIT ?) p
                CROSS JOIN LATERAL (SELECT entry_hash FROM journal_entry WHERE id = p.entry_id OFFSET 0) e
                ORDER BY p.entry_id""")
                .param(limit)
                .query((row, n) -> new Waiting(row.getLong("entry_id"), row.getBytes("entry_hash")))
                .list();
    }

    /** Of a tree of that size, for each level the tile that is not full. */
    List<byte[]> unfilled(long size) {
        List<byte[]> tiles = new ArrayList<>();
        for (int level = 0; size >> (Tile.HEIGHT * level) != 0; level++) {
            long n = size >> (Tile.HEIGHT * (level + 1));
            int width = Tile.width(level, n, size);
            tiles.add(width == 0 ? new byte[0] : part(level, n, width));
        }
        return tiles;
    }

    @Override
    public byte[] tile(int level, long n) {
        return db.sql("SELECT hashes FROM journal_tile WHERE level = ? AND n = ?")
                .params(level, n)
                .query(byte[].class)
                .optional()
                .orElseGet(() -> part(level, n, Tile.WIDTH));
    }

    /** The first hashes of a tile that is not full: leaves, or the roots of the tiles below. */
    private byte[] part(int level, long n, int width) {
        String hashes = level == 0
                ? "SELECT leaf_hash FROM journal_leaf WHERE index >= ? AND index < ? ORDER BY index"
                : "SELECT root FROM journal_tile WHERE n >= ? AND n < ? AND level = " + (level - 1) + " ORDER BY n";
        List<byte[]> found = db.sql(hashes)
                .params(n * Tile.WIDTH, n * Tile.WIDTH + width)
                .query((row, number) -> row.getBytes(1))
                .list();
        return Hashes.joined(found);
    }

    /** The data of the leaves of a tile. */
    List<byte[]> data(long n, int width) {
        return db.sql(
                        """
                SELECT e.entry_hash FROM journal_leaf l JOIN journal_entry e ON e.id = l.entry_id
                WHERE l.index >= ? AND l.index < ? ORDER BY l.index""")
                .params(n * Tile.WIDTH, n * Tile.WIDTH + width)
                .query((row, number) -> row.getBytes(1))
                .list();
    }

    void add(long firstIndex, List<Waiting> entries, List<byte[]> leafHashes) {
        Long[] ids = entries.stream().map(Waiting::entryId).toArray(Long[]::new);
        db.sql(
                        """
                INSERT INTO journal_leaf (index, entry_id, leaf_hash)
                SELECT ? + o - 1, id, hash FROM unnest(?::bigint[], ?::bytea[]) WITH ORDINALITY AS leaf (id, hash, o)""")
                .params(firstIndex, ids, leafHashes.toArray(byte[][]::new))
                .update();
        db.sql("DELETE FROM journal_pending WHERE entry_id = ANY (?)")
                .param(ids)
                .update();
    }

    void add(Tile tile) {
        db.sql("INSERT INTO journal_tile (level, n, hashes, root) VALUES (?, ?, ?, ?)")
                .params(tile.level(), tile.n(), tile.hashes(), tile.root())
                .update();
    }

    void add(Signed signed) {
        db.sql("INSERT INTO journal_checkpoint (number, size, root, note) VALUES (?, ?, ?, ?)")
                .params(signed.number(), signed.size(), signed.root(), signed.note())
                .update();
    }
}
