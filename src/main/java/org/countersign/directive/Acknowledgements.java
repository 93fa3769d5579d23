package org.countersign.directive;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What labs have told of directives: since when every gateway of theirs says no. */
@Repository
public class Acknowledgements {

    private final JdbcClient db;

    Acknowledgements(JdbcClient db) {
        this.db = db;
    }

    public record Acknowledgement(String labId, Instant disabledAt, int gateways, Instant receivedAt) {

        /** From the second signature to the last gateway. */
        public Duration timeToDark(Directive directive) {
            return Duration.between(directive.inForceAt(), disabledAt);
        }
    }

    /** False when the lab has acknowledged already. */
    boolean add(String directiveId, Acknowledgement acknowledgement) {
        return db.sql(
                                """
                        INSERT INTO directive_acknowledgement (directive_id, lab_id, disabled_at, gateways, received_at)
                        VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""")
                        .params(
                                directiveId,
                                acknowledgement.labId(),
                                acknowledgement.disabledAt().atOffset(ZoneOffset.UTC),
                                acknowledgement.gateways(),
                                acknowledgement.receivedAt().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    public List<Acknowledgement> of(String directiveId) {
        return db.sql("SELECT * FROM directive_acknowledgement WHERE directive_id = ? ORDER BY disabled_at, lab_id")
                .param(directiveId)
                .query((row, n) -> new Acknowledgement(
                        row.getString("lab_id"),
                        Directives.moment(row, "disabled_at"),
                        row.getInt("gateways"),
                        Directives.moment(row, "received_at")))
                .list();
    }

    Optional<Acknowledgement> of(String directiveId, String labId) {
        return of(directiveId).stream().filter(one -> one.labId().equals(labId)).findFirst();
    }

    /** The labs that have to do with a directive and have not acknowledged it. */
    public List<String> missingOf(String directiveId) {
        return db.sql(
                        """
                SELECT l.id FROM lab l, directive d WHERE d.id = ? AND concerns_lab(d, l.id) AND NOT EXISTS (
                  SELECT 1 FROM directive_acknowledgement a WHERE a.directive_id = d.id AND a.lab_id = l.id)
                ORDER BY l.id""")
                .param(directiveId)
                .query(String.class)
                .list();
    }
}
