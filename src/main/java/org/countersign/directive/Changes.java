package org.countersign.directive;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What directors wanted changed of directives in force: liftings, in part or whole. */
@Repository
public class Changes {

    private final JdbcClient db;

    Changes(JdbcClient db) {
        this.db = db;
    }

    /** @param carveOuts whom it spares from now on; none when the directive is to be lifted */
    public record Change(
            int step,
            String outcome,
            List<String> carveOuts,
            String reasons,
            String draftedBy,
            String draftedFor,
            Instant draftedAt) {

        static final String LIFT = "lift";
        static final String CARVE_OUT = "carve-out";

        boolean lifts() {
            return outcome.equals(LIFT);
        }

        public String inWords() {
            return lifts() ? "Lift it for everybody" : "Spare " + String.join(", ", carveOuts);
        }
    }

    void add(String directiveId, Change change) {
        db.sql(
                        """
                INSERT INTO directive_change (directive_id, step, outcome, carve_outs, reasons, drafted_by, drafted_for,
                  drafted_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        directiveId,
                        change.step(),
                        change.outcome(),
                        Directives.array(change.carveOuts()),
                        change.reasons(),
                        change.draftedBy(),
                        change.draftedFor(),
                        change.draftedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** In their order, the refused ones included. */
    public List<Change> of(String directiveId) {
        return db.sql("SELECT * FROM directive_change WHERE directive_id = ? ORDER BY step")
                .param(directiveId)
                .query((row, n) -> new Change(
                        row.getInt("step"),
                        row.getString("outcome"),
                        Directives.texts(row, "carve_outs"),
                        row.getString("reasons"),
                        row.getString("drafted_by"),
                        row.getString("drafted_for"),
                        Directives.moment(row, "drafted_at")))
                .list();
    }

    public Optional<Change> latestOf(String directiveId) {
        return of(directiveId).stream().reduce((earlier, later) -> later);
    }
}
