package org.countersign.release;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The model registry. */
@Repository
public class Releases {

    private final JdbcClient db;

    Releases(JdbcClient db) {
        this.db = db;
    }

    public List<Release> ofLab(String labId) {
        return db.sql("SELECT * FROM release WHERE lab_id = ? ORDER BY registered_at, id")
                .param(labId)
                .query(Releases::release)
                .list();
    }

    /** A lab's own release; another lab's is as good as none. */
    public Optional<Release> find(String labId, String id) {
        return db.sql("SELECT * FROM release WHERE id = ? AND lab_id = ?")
                .params(id, labId)
                .query(Releases::release)
                .optional();
    }

    public Release get(String id) {
        return db.sql("SELECT * FROM release WHERE id = ?")
                .param(id)
                .query(Releases::release)
                .single();
    }

    public List<Release> all() {
        return db.sql("SELECT * FROM release ORDER BY registered_at, id")
                .query(Releases::release)
                .list();
    }

    public void add(Release release) {
        db.sql(
                        """
                INSERT INTO release (id, lab_id, name, predecessor_id, planned_release_on, training_compute_flop,
                  modalities, access_modes, tier, gate, stage, registered_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        release.id(),
                        release.labId(),
                        release.name(),
                        release.predecessorId(),
                        release.plannedReleaseOn(),
                        release.trainingComputeFlop(),
                        release.modalities().toArray(String[]::new),
                        release.accessModes().toArray(String[]::new),
                        release.tier(),
                        release.gate(),
                        release.stage(),
                        release.registeredAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    private static Release release(ResultSet row, int number) throws SQLException {
        return new Release(
                row.getString("id"),
                row.getString("lab_id"),
                row.getString("name"),
                row.getString("predecessor_id"),
                row.getObject("planned_release_on", LocalDate.class),
                row.getBigDecimal("training_compute_flop"),
                texts(row.getArray("modalities")),
                texts(row.getArray("access_modes")),
                row.getString("tier"),
                row.getString("gate"),
                row.getString("stage"),
                row.getObject("registered_at", OffsetDateTime.class).toInstant());
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
