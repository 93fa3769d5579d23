package org.countersign.journal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What somebody who may do anything in the database can do to a journal's rows, one thing at a time. */
final class Mutations {

    /** A row chosen by a number, whichever rows there are. */
    private static final String SOME =
            " ctid = (SELECT ctid FROM %1$s ORDER BY ctid OFFSET :r %% (SELECT count(*) FROM %1$s) LIMIT 1)";

    private static final String FLIP =
            "set_byte(%1$s, (:s %% length(%1$s))::int, get_byte(%1$s, (:s %% length(%1$s))::int) # 1)";

    private static final Map<String, String> ALL = new LinkedHashMap<>();

    static {
        edit("entry", "id", "id + 100000 + :s");
        edit("entry", "at", "at + interval '1 microsecond' * (1 + :s)");
        edit("entry", "actor", "actor || ' x'");
        edit("entry", "actor", "''");
        edit("entry", "actor_salt", FLIP.formatted("actor_salt"));
        edit("entry", "action", "action || '-not'");
        edit("entry", "subject", "subject || :s");
        edit("entry", "content_hash", FLIP.formatted("content_hash"));
        edit("entry", "entry_hash", FLIP.formatted("entry_hash"));
        editContent("an edited content", "content = content || ' '");
        editContent("a flipped salt", "salt = " + FLIP.formatted("salt"));
        editContent(
                "a content whose beginning moved into the salt",
                "salt = salt || convert_to(left(content, 5), 'UTF8'), content = substr(content, 6)");
        editContent(
                "a content that moved into the salt whole", "salt = salt || convert_to(content, 'UTF8'), content = ''");
        ALL.put(
                "an actor whose beginning moved into the salt",
                "UPDATE journal_entry SET actor_salt = actor_salt || convert_to(left(actor, 4), 'UTF8'), actor = substr(actor, 5) WHERE"
                        + of("journal_entry"));
        editContent("a removed content", "content = NULL, salt = NULL");
        editContent("a lost salt", "salt = NULL");
        editContent("a lost content", "content = NULL");
        editContent(
                "an edited content with its hash",
                "content = content || ' ', content_hash = sha256(salt || convert_to(content || ' ', 'UTF8'))");
        editPlaced(
                "an edited content with all its hashes",
                "content = content || ' ', content_hash = sha256(salt || convert_to(content || ' ', 'UTF8')),"
                        + " entry_hash = journal_entry_hash(id, at, actor_salt, actor, action, subject,"
                        + " sha256(salt || convert_to(content || ' ', 'UTF8')))");
        editPlaced(
                "a forged action with its hash",
                "action = 'forged', entry_hash ="
                        + " journal_entry_hash(id, at, actor_salt, actor, 'forged', subject, content_hash)");
        ALL.put(
                "an entry and its leaf rewritten alike",
                """
                WITH e AS (UPDATE journal_entry SET action = 'forged', entry_hash =
                  journal_entry_hash(id, at, actor_salt, actor, 'forged', subject, content_hash) WHERE"""
                        + of("journal_entry")
                        + """
                 RETURNING id, entry_hash), p AS (DELETE FROM journal_pending USING e WHERE entry_id = e.id)
                UPDATE journal_leaf l SET leaf_hash = sha256('\\x00'::bytea || e.entry_hash) FROM e WHERE l.entry_id = e.id""");
        ALL.put(
                "an erased content that comes back",
                "UPDATE journal_entry SET content = '{}', salt = '0123456789abcdef' WHERE content IS NULL");
        ALL.put("a lost erasure", "UPDATE journal_entry SET content = '{}' WHERE action = 'content-erased'");

        for (String table : List.of("entry", "leaf", "tile", "checkpoint", "pending")) {
            ALL.put("a deleted " + table, "DELETE FROM journal_" + table + " WHERE" + of("journal_" + table));
            ALL.put("no " + table + " at all", "TRUNCATE journal_" + table);
        }
        ALL.put("the first entry deleted", "DELETE FROM journal_entry WHERE id = (SELECT min(id) FROM journal_entry)");
        ALL.put(
                "the last entry of the tree deleted",
                lastLeaf("DELETE FROM journal_entry WHERE id = (%s)", "entry_id"));
        ALL.put("the last leaf deleted", lastLeaf("DELETE FROM journal_leaf WHERE index = (%s)", "index"));
        ALL.put(
                "the last entry deleted with its leaf",
                lastLeaf("WITH l AS (DELETE FROM journal_leaf WHERE index = (%s) RETURNING entry_id)", "index")
                        + " DELETE FROM journal_entry e USING l WHERE e.id = l.entry_id");
        ALL.put(
                "the last checkpoint deleted",
                "DELETE FROM journal_checkpoint WHERE number = (SELECT max(number) FROM journal_checkpoint)");
        ALL.put(
                "the first checkpoint deleted",
                "DELETE FROM journal_checkpoint WHERE number = (SELECT min(number) FROM journal_checkpoint)");

        insert(
                "entry",
                "id + 100000",
                "at",
                "actor_salt",
                "actor",
                "action",
                "subject",
                "content_hash",
                "salt",
                "content",
                "entry_hash");
        insert(
                "entry",
                "id + 100000",
                "at",
                "actor_salt",
                "actor",
                "action",
                "subject",
                "content_hash",
                "salt",
                "content",
                "journal_entry_hash(id + 100000, at, actor_salt, actor, action, subject, content_hash)");
        insert("entry", "*");
        insert("leaf", "index + 100000", "entry_id + 100000", "leaf_hash");
        insert("leaf", "(SELECT max(index) + 1 FROM journal_leaf)", "entry_id", "leaf_hash");
        insert("leaf", "*");
        insert("tile", "level", "n + 1 + :s", "hashes", "root");
        insert("tile", "level + 1", "n", "hashes", "root");
        insert("checkpoint", "(SELECT max(number) + 1 FROM journal_checkpoint)", "size", "root", "note");
        insert("checkpoint", "(SELECT max(number) + 1 FROM journal_checkpoint)", "size + 100000", "root", "note");
        insert("checkpoint", "*");
        ALL.put(
                "an entry of the tree that waits again",
                "INSERT INTO journal_pending SELECT entry_id FROM journal_leaf WHERE" + of("journal_leaf"));
        ALL.put("somebody unknown who waits", "INSERT INTO journal_pending VALUES (900000 + :s)");

        edit("leaf", "index", "index + 1 + :s");
        edit("leaf", "index", "index - 1 - :s");
        edit("leaf", "entry_id", "entry_id + 100000 + :s");
        edit("leaf", "leaf_hash", FLIP.formatted("leaf_hash"));
        edit("tile", "level", "level + 1");
        edit("tile", "n", "n + 1 + :s");
        edit("tile", "hashes", FLIP.formatted("hashes"));
        edit("tile", "root", FLIP.formatted("root"));
        edit("tile", "hashes", "substr(hashes, 33)");
        edit("checkpoint", "number", "number + 1000 + :s");
        edit("checkpoint", "size", "size + 1 + :s");
        edit("checkpoint", "root", FLIP.formatted("root"));
        edit("checkpoint", "note", "note || E'\\n'");
        edit("checkpoint", "note", "note || '— other.example AAAAAAAA' || E'\\n'");
        edit(
                "checkpoint",
                "note",
                "overlay(note placing chr(ascii(substr(note, (1 + :s % length(note))::int, 1)) # 1) from (1 + :s % length(note))::int)");
        edit("pending", "entry_id", "entry_id + 100000 + :s");

        swap("entry", "id");
        swap("entry", "at");
        swap("entry", "subject");
        swap("entry", "content");
        swap("entry", "content_hash");
        swap("entry", "salt");
        swap("entry", "entry_hash");
        swap("leaf", "index");
        swap("leaf", "entry_id");
        swap("leaf", "leaf_hash");
        swap("tile", "n");
        swap("tile", "hashes");
        swap("tile", "root");
        swap("checkpoint", "number");
        swap("checkpoint", "size");
        swap("checkpoint", "root");
        swap("checkpoint", "note");
    }

    private final JournalPlace place;
    private final Random random;
    private final List<Map.Entry<String, String>> kinds = new ArrayList<>(ALL.entrySet());

    Mutations(JournalPlace place, long seed) {
        this.place = place;
        this.random = new Random(seed);
    }

    int kinds() {
        return kinds.size();
    }

    /** Does something of that kind, somewhere. @return what; null when there was nothing to do it to */
    String mutate(int kind) {
        Map.Entry<String, String> mutation = kinds.get(kind % kinds.size());
        String sql = mutation.getValue();
        String before = state();
        int rows = place.db
                .sql(sql)
                .param("r", random.nextInt(1_000_000))
                .param("q", random.nextInt(1_000_000))
                .param("s", random.nextInt(9_000))
                .update();
        boolean changed = (rows > 0 || sql.startsWith("TRUNCATE")) && !state().equals(before);
        return changed ? mutation.getKey() : null;
    }

    /** To tell a change from none, such as a swap of two equal values. */
    private String state() {
        return place.db
                .sql(
                        """
                SELECT (SELECT count(*) || md5(string_agg(t::text, '|' ORDER BY t::text)) FROM journal_entry t)
                  || coalesce((SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM journal_leaf t), '-')
                  || coalesce((SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM journal_tile t), '-')
                  || coalesce((SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM journal_checkpoint t), '-')
                  || coalesce((SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM journal_pending t), '-')""")
                .query(String.class)
                .optional()
                .orElse("");
    }

    private static String of(String table) {
        return SOME.formatted(table);
    }

    private static void edit(String table, String column, String value) {
        ALL.put(
                "a changed " + column + " of a " + table + ": " + value,
                "UPDATE journal_" + table + " SET " + column + " = " + value + " WHERE" + of("journal_" + table));
    }

    private static void editContent(String name, String change) {
        ALL.put(
                name,
                "UPDATE journal_entry SET " + change + " WHERE ctid = (SELECT ctid FROM journal_entry"
                        + " WHERE content IS NOT NULL ORDER BY ctid"
                        + " OFFSET :r % (SELECT count(content) FROM journal_entry) LIMIT 1)");
    }

    /** What fits together by itself; of an entry that still waits for its place nobody could tell. */
    private static void editPlaced(String name, String change) {
        ALL.put(
                name,
                "UPDATE journal_entry SET " + change + " WHERE content IS NOT NULL AND id ="
                        + " (SELECT entry_id FROM journal_leaf ORDER BY index"
                        + " OFFSET :r % (SELECT count(*) FROM journal_leaf) LIMIT 1)");
    }

    private static void insert(String table, String... values) {
        ALL.put(
                "one " + table + " more: " + String.join(", ", values),
                "INSERT INTO journal_" + table + " SELECT " + String.join(", ", values) + " FROM journal_" + table
                        + " WHERE" + of("journal_" + table));
    }

    private static void swap(String table, String column) {
        String name = "journal_" + table;
        ALL.put(
                "two swapped: " + column + " of " + table,
                "UPDATE %1$s t SET %2$s = o.%2$s FROM %1$s o, (SELECT a.c AS a, b.c AS b FROM (SELECT ctid AS c FROM %1$s ORDER BY ctid OFFSET :r %% (SELECT count(*) FROM %1$s) LIMIT 1) a, (SELECT ctid AS c FROM %1$s ORDER BY ctid OFFSET :q %% (SELECT count(*) FROM %1$s) LIMIT 1) b) two WHERE t.ctid IN (two.a, two.b) AND o.ctid IN (two.a, two.b) AND t.ctid <> o.ctid"
                        .formatted(name, column));
    }

    private static String lastLeaf(String sql, String column) {
        return sql.formatted("SELECT " + column + " FROM journal_leaf ORDER BY index DESC LIMIT 1");
    }
}
