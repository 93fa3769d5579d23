package org.countersign.screening;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** What the lists say. Read and written by the thousand, so not all at once. */
@Repository
class ListEntries {

    private static final int ROWS_AT_ONCE = 500;

    private static final String PUT =
            """
            INSERT INTO screening_entry (list_id, entry_id, digest, since_version, type, names, dates_of_birth, countries,
              source, entity_number, programs, title, addresses, citizenships, remarks, url)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final JdbcTemplate db;

    ListEntries(DataSource database) {
        db = new JdbcTemplate(database);
        db.setFetchSize(ROWS_AT_ONCE);
    }

    /** What each entry of a list says, as a digest. */
    Map<String, byte[]> digestsOf(String list) {
        var digests = new HashMap<String, byte[]>();
        db.query(
                "SELECT entry_id, digest FROM screening_entry WHERE list_id = ?",
                row -> {
                    digests.put(row.getString("entry_id"), row.getBytes("digest"));
                },
                list);
        return digests;
    }

    void add(Collection<ListFile.Row> rows, int version) {
        db.batchUpdate(PUT, rows, ROWS_AT_ONCE, (statement, row) -> fill(statement, row, version));
    }

    void remove(String list, Collection<String> ids) {
        db.batchUpdate(
                "DELETE FROM screening_entry WHERE list_id = ? AND entry_id = ?",
                ids,
                ROWS_AT_ONCE,
                (statement, id) -> {
                    statement.setString(1, list);
                    statement.setString(2, id);
                });
    }

    void removeAll(String list) {
        db.update("DELETE FROM screening_entry WHERE list_id = ?", list);
    }

    /**
     * Every entry in force with the edition of its list. One statement sees one state of the database, so an import
     * that commits meanwhile is in it whole or not at all.
     */
    Set<ListInForce.Edition> readAll(Consumer<ListEntry> each) {
        var editions = new HashSet<ListInForce.Edition>();
        db.query(
                """
                SELECT e.*, l.version, l.sha256 FROM screening_entry e JOIN screening_list l ON l.id = e.list_id
                WHERE l.retired_at IS NULL""",
                (ResultSet row) -> {
                    editions.add(new ListInForce.Edition(
                            row.getString("list_id"), row.getInt("version"), row.getString("sha256")));
                    each.accept(entry(row));
                });
        return editions;
    }

    /** Entries of a list that were added or changed after the given version. */
    Set<String> changedSince(String list, int version) {
        return new HashSet<>(db.queryForList(
                "SELECT entry_id FROM screening_entry WHERE list_id = ? AND since_version > ?",
                String.class,
                list,
                version));
    }

    private static void fill(PreparedStatement statement, ListFile.Row row, int version) throws SQLException {
        ListEntry entry = row.entry();
        int position = 0;
        statement.setString(++position, entry.list());
        statement.setString(++position, entry.id());
        statement.setBytes(++position, row.digest());
        statement.setInt(++position, version);
        statement.setString(++position, entry.type().key());
        for (List<String> texts : List.of(entry.names(), entry.datesOfBirth(), entry.countries())) {
            statement.setArray(++position, statement.getConnection().createArrayOf("text", texts.toArray()));
        }
        for (String text : List.of(
                entry.source(),
                entry.entityNumber(),
                entry.programs(),
                entry.title(),
                entry.addresses(),
                entry.citizenships(),
                entry.remarks(),
                entry.url())) {
            statement.setString(++position, text);
        }
    }

    private static ListEntry entry(ResultSet row) throws SQLException {
        return new ListEntry(
                row.getString("list_id"),
                row.getString("entry_id"),
                EntryType.of(row.getString("type")),
                texts(row.getArray("names")),
                texts(row.getArray("dates_of_birth")),
                texts(row.getArray("countries")),
                row.getString("source"),
                row.getString("entity_number"),
                row.getString("programs"),
                row.getString("title"),
                row.getString("addresses"),
                row.getString("citizenships"),
                row.getString("remarks"),
                row.getString("url"));
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
