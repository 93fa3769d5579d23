package org.countersign.records;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.application.Application;
import org.countersign.journal.Journal;
import org.countersign.problem.NotFound;
import org.countersign.problem.WrongState;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Legal holds: nothing of a held case is disposed of, whatever the schedule says. */
@Component
class Holds {

    private final JdbcClient db;
    private final Journal journal;
    private final Clock clock;

    Holds(JdbcClient db, Journal journal, Clock clock) {
        this.db = db;
        this.journal = journal;
        this.clock = clock;
    }

    public record Hold(String id, String reference, String reasons, String placedBy, Instant placedAt) {}

    @Transactional
    public String place(Application application, String reasons, String person) {
        String why = Words.required("reasons", reasons, "Write why the case is held.");
        String id = UUID.randomUUID().toString();
        try {
            db.sql("INSERT INTO legal_hold (id, application_id, reasons, placed_by, placed_at) VALUES (?, ?, ?, ?, ?)")
                    .params(id, application.id(), why, person, now())
                    .update();
        } catch (DuplicateKeyException e) {
            throw new WrongState("This case is held already.");
        }
        journal.record(person, "hold-placed", application.reference(), Map.of("hold", id, "reasons", why));
        return id;
    }

    @Transactional
    public void lift(Application application, String reasons, String person) {
        String why = Words.required("reasons", reasons, "Write why the hold is lifted.");
        int lifted = db.sql(
                        """
                UPDATE legal_hold SET lifted_by = ?, lifted_at = ?, lift_reasons = ?
                WHERE application_id = ? AND lifted_at IS NULL""")
                .params(person, now(), why, application.id())
                .update();
        if (lifted == 0) {
            throw new NotFound("hold");
        }
        journal.record(person, "hold-lifted", application.reference(), Map.of("reasons", why));
    }

    List<Hold> all() {
        return db.sql(
                        """
                SELECT h.id, reference, reasons, placed_by, placed_at FROM legal_hold h
                JOIN application a ON a.id = h.application_id WHERE lifted_at IS NULL ORDER BY placed_at""")
                .query((row, n) -> new Hold(
                        row.getString("id"),
                        row.getString("reference"),
                        row.getString("reasons"),
                        row.getString("placed_by"),
                        row.getObject("placed_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
