package org.countersign.notification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Mail queued, being retried, or sent. */
@Repository
public class Notices {

    private final JdbcClient db;

    Notices(JdbcClient db) {
        this.db = db;
    }

    /** True when it is new: a recipient is told of a step once. */
    boolean add(Notice notice) {
        return db.sql(
                                """
                INSERT INTO notice
                  (id, application_id, directive_id, lab_id, proposal_id, kind, about, recipient, subject, body, queued_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""")
                        .params(
                                notice.id(),
                                notice.matter().applicationId(),
                                notice.matter().directiveId(),
                                notice.matter().labId(),
                                notice.matter().proposalId(),
                                notice.kind(),
                                notice.about(),
                                notice.recipient(),
                                notice.subject(),
                                notice.body(),
                                notice.queuedAt().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    Notice get(String id) {
        return db.sql("SELECT * FROM notice WHERE id = ?")
                .param(id)
                .query(Notices::notice)
                .single();
    }

    void markSent(String id, Instant at) {
        db.sql("UPDATE notice SET sent_at = ? WHERE id = ?")
                .params(at.atOffset(ZoneOffset.UTC), id)
                .update();
    }

    /** Newest first. */
    public List<Notice> latest(int limit) {
        return db.sql("SELECT * FROM notice ORDER BY queued_at DESC, id LIMIT ?")
                .param(limit)
                .query(Notices::notice)
                .list();
    }

    private static Notice notice(ResultSet row, int number) throws SQLException {
        OffsetDateTime sent = row.getObject("sent_at", OffsetDateTime.class);
        return new Notice(
                row.getString("id"),
                new Matter(
                        row.getString("application_id"),
                        row.getString("directive_id"),
                        row.getString("lab_id"),
                        row.getString("proposal_id")),
                row.getString("kind"),
                row.getString("about"),
                row.getString("recipient"),
                row.getString("subject"),
                row.getString("body"),
                row.getObject("queued_at", OffsetDateTime.class).toInstant(),
                sent == null ? null : sent.toInstant());
    }
}
