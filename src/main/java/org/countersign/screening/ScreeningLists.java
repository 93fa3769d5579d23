package org.countersign.screening;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The lists against which everybody is screened. */
@Repository
class ScreeningLists {

    private static final String NEVER_CHANGED = "";

    private final JdbcClient db;

    ScreeningLists(JdbcClient db) {
        this.db = db;
    }

    List<ListInForce> inForce() {
        return db.sql("SELECT * FROM screening_list WHERE retired_at IS NULL AND version > 0 ORDER BY id")
                .query(ScreeningLists::list)
                .list();
    }

    /** The list, if need be a new one; whoever else imports it waits until this transaction has ended. */
    @Transactional(propagation = Propagation.MANDATORY)
    public ListInForce lock(String id, String by, Instant now) {
        db.sql(
                        """
                INSERT INTO screening_list (id, version, feed, row_count, sha256, imported_at, imported_by, confirmed_at)
                VALUES (?, 0, 'import', 0, ?, ?, ?, ?) ON CONFLICT DO NOTHING""")
                .params(id, NEVER_CHANGED, at(now), by, at(now))
                .update();
        return db.sql("SELECT * FROM screening_list WHERE id = ? FOR UPDATE")
                .param(id)
                .query(ScreeningLists::list)
                .single();
    }

    void put(ListInForce list) {
        db.sql(
                        """
                UPDATE screening_list SET version = ?, feed = ?, row_count = ?, sha256 = ?, imported_at = ?,
                  imported_by = ?, confirmed_at = ?, retired_at = NULL
                WHERE id = ?""")
                .params(
                        list.version(),
                        list.demo() ? "demo" : "import",
                        list.rows(),
                        list.sha256(),
                        at(list.importedAt()),
                        list.importedBy(),
                        at(list.confirmedAt()),
                        list.id())
                .update();
    }

    /** True when it was in force until now. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean retire(String id, Instant now) {
        return db.sql("UPDATE screening_list SET retired_at = ?, row_count = 0 WHERE id = ? AND retired_at IS NULL")
                        .params(at(now), id)
                        .update()
                == 1;
    }

    /** Whether there ever was a list of this name. */
    boolean isKnown(String id) {
        return db.sql("SELECT count(*) FROM screening_list WHERE id = ?")
                        .param(id)
                        .query(Long.class)
                        .single()
                > 0;
    }

    private static ListInForce list(ResultSet row, int number) throws SQLException {
        return new ListInForce(
                row.getString("id"),
                row.getInt("version"),
                row.getInt("row_count"),
                row.getString("sha256"),
                row.getObject("imported_at", OffsetDateTime.class).toInstant(),
                row.getString("imported_by"),
                row.getObject("confirmed_at", OffsetDateTime.class).toInstant(),
                row.getString("feed").equals("demo"));
    }

    private static OffsetDateTime at(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }
}
