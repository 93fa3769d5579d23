package org.countersign.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.countersign.audit.AuditItems.Item;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The samples drawn. Rows are only added. */
@Repository
public class Samples {

    private final JdbcClient db;

    Samples(JdbcClient db) {
        this.db = db;
    }

    void add(String auditId, Sample sample) {
        db.sql(
                        """
                INSERT INTO audit_sample (audit_id, seed, items, weights, items_sha256, by_risk, at_random)
                VALUES (?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        auditId,
                        sample.seed(),
                        sample.items().stream().map(Item::id).toArray(String[]::new),
                        sample.items().stream().map(Item::weight).toArray(Integer[]::new),
                        sample.itemsSha256(),
                        sample.byRisk().toArray(String[]::new),
                        sample.atRandom().toArray(String[]::new))
                .update();
    }

    /** None of an audit from before samples were drawn. */
    public Optional<Sample> of(String auditId) {
        return db.sql("SELECT * FROM audit_sample WHERE audit_id = ?")
                .param(auditId)
                .query(Samples::sample)
                .optional();
    }

    private static Sample sample(ResultSet row, int number) throws SQLException {
        var ids = (String[]) row.getArray("items").getArray();
        var weights = (Integer[]) row.getArray("weights").getArray();
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            items.add(new Item(ids[i], weights[i]));
        }
        return new Sample(
                row.getString("seed"),
                items,
                row.getString("items_sha256"),
                List.of((String[]) row.getArray("by_risk").getArray()),
                List.of((String[]) row.getArray("at_random").getArray()));
    }
}
