package org.countersign.notification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The endpoints of the labs, one each. Whoever moves a lab's deliveries holds its row first. */
@Repository
class Webhooks {

    private final JdbcClient db;

    Webhooks(JdbcClient db) {
        this.db = db;
    }

    /** Registers, or changes the address of what is registered; nobody else touches it until the transaction ends. */
    Webhook put(String labId, String url, long journalHead, Instant now) {
        return db.sql(
                        """
                INSERT INTO webhook AS w (lab_id, url, registered_at, changed_at, follows_from) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (lab_id) DO UPDATE SET url = excluded.url, changed_at = excluded.changed_at,
                  failing_since = CASE WHEN w.url = excluded.url THEN w.failing_since END, disabled_at = NULL
                RETURNING *""")
                .params(labId, url, now.atOffset(ZoneOffset.UTC), now.atOffset(ZoneOffset.UTC), journalHead)
                .query(Webhooks::webhook)
                .single();
    }

    boolean remove(String labId) {
        return db.sql("DELETE FROM webhook WHERE lab_id = ?").param(labId).update() == 1;
    }

    Optional<Webhook> of(String labId) {
        return db.sql("SELECT * FROM webhook WHERE lab_id = ?")
                .param(labId)
                .query(Webhooks::webhook)
                .optional();
    }

    Optional<Webhook> locked(String labId) {
        return db.sql("SELECT * FROM webhook WHERE lab_id = ? FOR NO KEY UPDATE")
                .param(labId)
                .query(Webhooks::webhook)
                .optional();
    }

    /** All, none of which is removed until the transaction ends. */
    List<Webhook> allHeld() {
        return db.sql("SELECT * FROM webhook ORDER BY lab_id FOR KEY SHARE")
                .query(Webhooks::webhook)
                .list();
    }

    /** Labs that something could be sent to now, in no order. */
    List<String> labsWithWork(Instant now) {
        return db.sql(
                        """
                SELECT lab_id FROM webhook w WHERE disabled_at IS NULL AND EXISTS (
                  SELECT 1 FROM webhook_delivery d
                  WHERE d.lab_id = w.lab_id AND d.status = 'queued' AND d.next_attempt_at <= ?
                    AND (d.lease IS NULL OR d.leased_until < clock_timestamp()))
                ORDER BY random()""")
                .param(now.atOffset(ZoneOffset.UTC))
                .query(String.class)
                .list();
    }

    void succeeds(String labId) {
        db.sql("UPDATE webhook SET failing_since = NULL WHERE lab_id = ? AND failing_since IS NOT NULL")
                .param(labId)
                .update();
    }

    void fails(String labId, Instant now) {
        db.sql("UPDATE webhook SET failing_since = ? WHERE lab_id = ? AND failing_since IS NULL")
                .params(now.atOffset(ZoneOffset.UTC), labId)
                .update();
    }

    /** Unless the lab has named another address meanwhile. */
    void disable(String labId, String url, Instant now) {
        db.sql("UPDATE webhook SET disabled_at = ? WHERE lab_id = ? AND url = ? AND disabled_at IS NULL")
                .params(now.atOffset(ZoneOffset.UTC), labId, url)
                .update();
    }

    private static Webhook webhook(ResultSet row, int number) throws SQLException {
        return new Webhook(
                row.getString("lab_id"),
                row.getString("url"),
                moment(row, "registered_at"),
                moment(row, "changed_at"),
                row.getLong("follows_from"),
                moment(row, "failing_since"),
                moment(row, "disabled_at"));
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
