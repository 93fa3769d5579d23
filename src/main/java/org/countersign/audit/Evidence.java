package org.countersign.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What auditors ask for, and what labs send. Rows are only added. */
@Repository
public class Evidence {

    private final JdbcClient db;

    Evidence(JdbcClient db) {
        this.db = db;
    }

    public record Request(String id, String auditId, String question, Instant dueOn, String askedBy, Instant askedAt) {}

    /**
     * One thing sent.
     *
     * @param requestId what it answers, if anything
     * @param documentId null when it is words
     */
    public record Piece(
            String id,
            String auditId,
            String requestId,
            String text,
            List<String> links,
            String documentId,
            String receivedFrom,
            Instant receivedAt) {}

    void add(Request request) {
        db.sql(
                        """
                INSERT INTO audit_request (id, audit_id, question, due_on, asked_by, asked_at)
                VALUES (?, ?, ?, ?, ?, ?)""")
                .params(
                        request.id(),
                        request.auditId(),
                        request.question(),
                        request.dueOn().atOffset(ZoneOffset.UTC),
                        request.askedBy(),
                        request.askedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    void add(Piece piece) {
        db.sql(
                        """
                INSERT INTO audit_evidence (id, audit_id, request_id, text, links, document_id, received_from, received_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        piece.id(),
                        piece.auditId(),
                        piece.requestId(),
                        piece.text(),
                        piece.links().toArray(String[]::new),
                        piece.documentId(),
                        piece.receivedFrom(),
                        piece.receivedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** In the order they were asked. */
    public List<Request> requestsOf(String auditId) {
        return db.sql("SELECT * FROM audit_request WHERE audit_id = ? ORDER BY asked_at, id")
                .param(auditId)
                .query(Request.class)
                .list();
    }

    /** In the order it came. */
    public List<Piece> of(String auditId) {
        return db.sql("SELECT * FROM audit_evidence WHERE audit_id = ? ORDER BY received_at, id")
                .param(auditId)
                .query(Evidence::piece)
                .list();
    }

    Optional<Piece> ofDocument(String auditId, String documentId) {
        return of(auditId).stream()
                .filter(piece -> documentId.equals(piece.documentId()))
                .findFirst();
    }

    private static Piece piece(ResultSet row, int number) throws SQLException {
        return new Piece(
                row.getString("id"),
                row.getString("audit_id"),
                row.getString("request_id"),
                row.getString("text"),
                List.of((String[]) row.getArray("links").getArray()),
                row.getString("document_id"),
                row.getString("received_from"),
                row.getObject("received_at", OffsetDateTime.class).toInstant());
    }
}
