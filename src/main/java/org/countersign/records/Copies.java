package org.countersign.records;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Copies of case files, what is under their bars, and who let them go. */
@Component
class Copies {

    private final JdbcClient db;

    Copies(JdbcClient db) {
        this.db = db;
    }

    /** What became of a copy; nobody's word yet where {@code approved} is null. */
    public record Kept(
            String id,
            String applicationId,
            String purpose,
            String preparedBy,
            Instant preparedAt,
            int passages,
            String sha256,
            Instant removedAt,
            Boolean approved,
            String note,
            String decidedBy,
            Instant decidedAt) {

        public String state() {
            if (approved == null) {
                return removedAt == null ? "prepared" : "void";
            }
            return approved ? "approved" : "refused";
        }

        public String removal() {
            return removedAt == null
                    ? ""
                    : "This copy was removed on %s by law. Prepare a new copy of the case."
                            .formatted(removedAt.atOffset(ZoneOffset.UTC).toLocalDate());
        }
    }

    public record Redacted(String passage, String ground, String harm, byte[] salt, byte[] passageHash) {}

    private static final String KEPT =
            """
            SELECT c.id, application_id, purpose, c.prepared_by, prepared_at, passages, sha256, removed_at, approved, note,
              decided_by, decided_at
            FROM case_copy c LEFT JOIN case_copy_decision d ON d.copy_id = c.id
            """;

    void add(CopyArchive.Copy copy, String applicationId, byte[] archive, String sha256) {
        db.sql("INSERT INTO case_copy VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        copy.id(),
                        applicationId,
                        copy.purpose(),
                        copy.preparedBy(),
                        copy.preparedAt().atOffset(ZoneOffset.UTC),
                        copy.passages().size(),
                        archive,
                        sha256)
                .update();
        add(copy.id(), copy.bars().values());
    }

    private void add(String copy, Collection<CopyArchive.Bar> bars) {
        for (CopyArchive.Bar bar : bars) {
            db.sql("INSERT INTO case_redaction VALUES (?, ?, ?, ?, ?, ?, ?)")
                    .params(copy, bar.passage(), bar.ground(), bar.harm(), bar.lengthClass(), bar.salt(), bar.hash())
                    .update();
        }
    }

    void decide(Kept copy, boolean approved, String note, String person, Instant at) {
        db.sql("INSERT INTO case_copy_decision VALUES (?, ?, ?, ?, ?, ?)")
                .params(copy.id(), copy.preparedBy(), approved, note, person, at.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Until the transaction ends nobody else cuts or decides copies of the case, or removes a person from it. */
    void holdCase(String applicationId) {
        db.sql("SELECT pg_advisory_xact_lock(hashtext('case_copy'), hashtext(?))")
                .param(applicationId)
                .query((row, n) -> 0)
                .list();
    }

    Optional<Kept> byId(String id) {
        return db.sql(KEPT + "WHERE c.id = ?").param(id).query(Copies::kept).optional();
    }

    List<Kept> of(String applicationId) {
        return db.sql(KEPT + "WHERE application_id = ? ORDER BY prepared_at DESC")
                .param(applicationId)
                .query(Copies::kept)
                .list();
    }

    List<Redacted> redactionsOf(String id) {
        return db.sql("SELECT passage, ground, harm, salt, passage_hash FROM case_redaction WHERE copy_id = ?")
                .param(id)
                .query((row, n) -> new Redacted(
                        row.getString("passage"),
                        row.getString("ground"),
                        row.getString("harm"),
                        row.getBytes("salt"),
                        row.getBytes("passage_hash")))
                .list();
    }

    byte[] archiveOf(String id) {
        return db.sql("SELECT archive FROM case_copy WHERE id = ? AND archive IS NOT NULL")
                .param(id)
                .query((row, n) -> row.getBytes(1))
                .single();
    }

    /** Which ones went with a person who was removed. */
    List<String> removedFor(String erasure) {
        return db.sql("SELECT id FROM case_copy WHERE removed_for = ? ORDER BY prepared_at, id")
                .param(erasure)
                .query(String.class)
                .list();
    }

    private static Kept kept(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        OffsetDateTime removed = row.getObject("removed_at", OffsetDateTime.class);
        OffsetDateTime decided = row.getObject("decided_at", OffsetDateTime.class);
        return new Kept(
                row.getString("id"),
                row.getString("application_id"),
                row.getString("purpose"),
                row.getString("prepared_by"),
                row.getObject("prepared_at", OffsetDateTime.class).toInstant(),
                row.getInt("passages"),
                row.getString("sha256"),
                removed == null ? null : removed.toInstant(),
                row.getObject("approved", Boolean.class),
                row.getString("note"),
                row.getString("decided_by"),
                decided == null ? null : decided.toInstant());
    }
}
