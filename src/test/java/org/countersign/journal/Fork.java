package org.countersign.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** History rewritten from an entry on, everywhere and with the key: nothing in the database contradicts it. */
final class Fork {

    private final JournalPlace place;

    Fork(JournalPlace place) {
        this.place = place;
    }

    /** Somebody else did it. */
    void from(long index, String actor) {
        place.db
                .sql(
                        "UPDATE journal_entry SET actor = ? WHERE id = (SELECT entry_id FROM journal_leaf WHERE index = ?)")
                .params(actor, index)
                .update();
        rewrite();
    }

    /** It never happened. */
    void without(long index) {
        place.db
                .sql("DELETE FROM journal_entry WHERE id = (SELECT entry_id FROM journal_leaf WHERE index = ?)")
                .param(index)
                .update();
        place.db.sql("DELETE FROM journal_leaf WHERE index = ?").param(index).update();
        place.db
                .sql("UPDATE journal_leaf SET index = index - 1 WHERE index > ?")
                .param(index)
                .update();
        place.db
                .sql("UPDATE journal_checkpoint SET size = size - 1 WHERE size > ?")
                .param(index)
                .update();
        place.db
                .sql(
                        """
                DELETE FROM journal_checkpoint c WHERE EXISTS
                  (SELECT 1 FROM journal_checkpoint d WHERE d.size = c.size AND d.number > c.number)""")
                .update();
        place.db
                .sql(
                        """
                UPDATE journal_checkpoint c SET number =
                  (SELECT count(*) FROM journal_checkpoint d WHERE d.number <= c.number)""")
                .update();
        rewrite();
    }

    /** Nothing has happened since. */
    void until(long size) {
        place.db
                .sql("DELETE FROM journal_entry WHERE id IN (SELECT entry_id FROM journal_leaf WHERE index >= ?)")
                .param(size)
                .update();
        place.db.sql("DELETE FROM journal_leaf WHERE index >= ?").param(size).update();
        place.db
                .sql("DELETE FROM journal_checkpoint WHERE size >= ?")
                .param(size)
                .update();
        place.db
                .sql(
                        """
                INSERT INTO journal_checkpoint
                SELECT coalesce(max(number), 0) + 1, ?, sha256('x'), '' FROM journal_checkpoint""")
                .param(size)
                .update();
        rewrite();
    }

    private void rewrite() {
        place.db
                .sql(
                        """
                UPDATE journal_entry SET entry_hash =
                  journal_entry_hash(id, at, actor_salt, actor, action, subject, content_hash)""")
                .update();
        place.db
                .sql(
                        """
                UPDATE journal_leaf l SET leaf_hash =
                  (SELECT sha256('\\x00'::bytea || e.entry_hash) FROM journal_entry e WHERE e.id = l.entry_id)""")
                .update();
        Map<Long, byte[]> roots = new TreeMap<>();
        List<Tile> tiles = new ArrayList<>();
        var tree = new GrowingTree(tiles::add);
        place.db
                .sql("SELECT leaf_hash FROM journal_leaf ORDER BY index")
                .query((row, n) -> row.getBytes(1))
                .list()
                .forEach(leaf -> {
                    tree.add(leaf);
                    roots.put(tree.size(), tree.root());
                });
        place.db.sql("DELETE FROM journal_tile").update();
        tiles.forEach(place.leaves::add);
        place.db
                .sql("SELECT size FROM journal_checkpoint")
                .query(Long.class)
                .list()
                .forEach(size -> place.db
                        .sql("UPDATE journal_checkpoint SET root = ?, note = ? WHERE size = ?")
                        .params(roots.get(size), place.signer.note(size, roots.get(size)), size)
                        .update());
    }
}
