package org.countersign.document;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** All documents: what is known of them, not their bytes. */
@Repository
public class Documents {

    private final JdbcClient db;

    Documents(JdbcClient db) {
        this.db = db;
    }

    /** Everything staff may see of an application, oldest first. */
    public List<Document> of(String applicationId) {
        return db.sql("SELECT * FROM document WHERE application_id = ? ORDER BY uploaded_at, id")
                .param(applicationId)
                .query(Documents::document)
                .list();
    }

    /** What people of one tier see of an application, oldest first. */
    public List<Document> of(String applicationId, Tier tier) {
        return db.sql("SELECT * FROM document WHERE application_id = ? AND tier = ? ORDER BY uploaded_at, id")
                .params(applicationId, tier.key())
                .query(Documents::document)
                .list();
    }

    Optional<Document> find(String applicationId, String id) {
        return db.sql("SELECT * FROM document WHERE application_id = ? AND id = ?")
                .params(applicationId, id)
                .query(Documents::document)
                .optional();
    }

    /** One document that a lab may see; another lab's and an internal one are as good as none. */
    Optional<Document> findForLab(String labId, String id) {
        return db.sql(
                        """
                SELECT document.* FROM document JOIN application ON application.id = application_id
                WHERE document.id = ? AND lab_id = ? AND tier = ?""")
                .params(id, labId, Tier.APPLICANT.key())
                .query(Documents::document)
                .optional();
    }

    /** The same file under the same name, sent before. */
    Optional<Document> same(String applicationId, Tier tier, String name, String sha256) {
        return db.sql("SELECT * FROM document WHERE application_id = ? AND tier = ? AND name = ? AND sha256 = ?")
                .params(applicationId, tier.key(), name, sha256)
                .query(Documents::document)
                .optional();
    }

    record Shelf(int documents, long bytes) {}

    /** How much a tier of an application holds already. */
    Shelf shelf(String applicationId, Tier tier) {
        return db.sql("SELECT count(*), coalesce(sum(size), 0) FROM document WHERE application_id = ? AND tier = ?")
                .params(applicationId, tier.key())
                .query((row, n) -> new Shelf(row.getInt(1), row.getLong(2)))
                .single();
    }

    void add(Document document) {
        db.sql(
                        """
                INSERT INTO document (id, application_id, name, media_type, size, sha256, tier, uploaded_by,
                  uploaded_at, store)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        document.id(),
                        document.applicationId(),
                        document.name(),
                        document.mediaType(),
                        document.size(),
                        document.sha256(),
                        document.tier().key(),
                        document.uploadedBy(),
                        document.uploadedAt().atOffset(ZoneOffset.UTC),
                        document.store().key())
                .update();
    }

    private static Document document(ResultSet row, int number) throws SQLException {
        return new Document(
                row.getString("id"),
                row.getString("application_id"),
                row.getString("name"),
                row.getString("media_type"),
                row.getLong("size"),
                row.getString("sha256"),
                Tier.of(row.getString("tier")).orElseThrow(),
                row.getString("uploaded_by"),
                row.getObject("uploaded_at", OffsetDateTime.class).toInstant(),
                Store.of(row.getString("store")));
    }
}
