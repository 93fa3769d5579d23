package org.countersign.clock;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The lines of the ledger. Rows are only added. */
@Repository
class ClockEvents {

    private final JdbcClient db;

    ClockEvents(JdbcClient db) {
        this.db = db;
    }

    void add(String applicationId, ClockEvent event) {
        db.sql(
                        """
                INSERT INTO clock_event (application_id, clock, holder, event, at, actor, ground, days, unit, due_on)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        applicationId,
                        event.clock(),
                        event.holder(),
                        event.event(),
                        event.at().atOffset(ZoneOffset.UTC),
                        event.actor(),
                        event.ground(),
                        event.days(),
                        event.unit(),
                        event.dueOn() == null ? null : event.dueOn().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Of a case, in the order in which they happened. */
    List<ClockEvent> of(String applicationId) {
        return db.sql("SELECT * FROM clock_event WHERE application_id = ? ORDER BY seq")
                .param(applicationId)
                .query(ClockEvents::event)
                .list();
    }

    private static ClockEvent event(ResultSet row, int number) throws SQLException {
        OffsetDateTime due = row.getObject("due_on", OffsetDateTime.class);
        return new ClockEvent(
                row.getString("clock"),
                row.getString("holder"),
                row.getString("event"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("ground"),
                row.getObject("days", Integer.class),
                row.getString("unit"),
                due == null ? null : due.toInstant());
    }
}
