package org.countersign.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** All applications and what was decided on them. */
@Repository
public class Applications {

    private final JdbcClient db;
    private final ObjectMapper json;

    Applications(JdbcClient db, ObjectMapper json) {
        this.db = db;
        this.json = json;
    }

    long nextNumber() {
        return db.sql("SELECT nextval('application_number')").query(Long.class).single();
    }

    void add(Application application) {
        db.sql(
                        """
                INSERT INTO application (id, number, reference, tracking_key, lab_id, release_id, customer_id,
                  customer_name, submission, status, received_at, target_on, decide_by, renews)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)""")
                .params(
                        application.id(),
                        application.number(),
                        application.reference(),
                        application.trackingKey(),
                        application.labId(),
                        application.releaseId(),
                        application.customer().customerId(),
                        application.customer().legalName(),
                        written(application.submission()),
                        application.status().key(),
                        application.receivedAt().atOffset(ZoneOffset.UTC),
                        application.targetOn().atOffset(ZoneOffset.UTC),
                        application.decideBy().atOffset(ZoneOffset.UTC),
                        application.submission().renews())
                .update();
    }

    public Application get(String id) {
        return db.sql("SELECT * FROM application WHERE id = ?")
                .param(id)
                .query(this::application)
                .single();
    }

    public Optional<Application> byReference(String reference) {
        return db.sql("SELECT * FROM application WHERE reference = ?")
                .param(reference)
                .query(this::application)
                .optional();
    }

    /** The newest application that asks for a license to be renewed. */
    public Optional<Application> renewalOf(String licenseId) {
        return db.sql("SELECT * FROM application WHERE renews = ? ORDER BY number DESC LIMIT 1")
                .param(licenseId)
                .query(this::application)
                .optional();
    }

    /** A lab's own application; another lab's is as good as none. */
    public Optional<Application> find(String labId, String id) {
        return db.sql("SELECT * FROM application WHERE id = ? AND lab_id = ?")
                .params(id, labId)
                .query(this::application)
                .optional();
    }

    /** A lab's applications, oldest first, after the given number. */
    List<Application> page(String labId, Optional<ApplicationStatus> status, long after, int limit) {
        return db.sql(
                        """
                SELECT * FROM application
                WHERE lab_id = :lab AND number > :after AND (:status = '' OR status = :status)
                ORDER BY number LIMIT :limit""")
                .param("lab", labId)
                .param("after", after)
                .param("status", status.map(ApplicationStatus::key).orElse(""))
                .param("limit", limit)
                .query(this::application)
                .list();
    }

    /**
     * For staff: applications of all labs, newest first.
     *
     * @param words part of a reference or of a customer's name; all when empty
     * @param before the number of the last one of the page before
     */
    public List<Application> search(Optional<ApplicationStatus> status, String words, long before, int limit) {
        String part = "%" + words.replaceAll("([\\\\%_])", "\\\\$1") + "%";
        return db.sql(
                        """
                SELECT * FROM application
                WHERE number < :before AND (:status = '' OR status = :status)
                  AND (reference ILIKE :part OR customer_name ILIKE :part OR customer_id ILIKE :part)
                ORDER BY number DESC LIMIT :limit""")
                .param("before", before)
                .param("status", status.map(ApplicationStatus::key).orElse(""))
                .param("part", part)
                .param("limit", limit)
                .query(this::application)
                .list();
    }

    /** Moves an open application on. A closed one stays as it is. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void move(String id, ApplicationStatus to) {
        Application current = locked(id);
        if (!current.status().isOpen()) {
            throw new IllegalStateException(
                    current.reference() + " is " + current.status().key() + " and cannot become " + to.key());
        }
        update(id, to);
    }

    /** Ends an open application. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void decide(Decision decision, ApplicationStatus to) {
        move(decision.applicationId(), to);
        add(decision);
    }

    /** Decides a denied application again, on appeal. What was decided before stays on record. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void decideAgain(Decision decision, ApplicationStatus to) {
        Application current = locked(decision.applicationId());
        if (current.status() != ApplicationStatus.DENIED) {
            throw new IllegalStateException(
                    current.reference() + " is " + current.status().key() + "; only what was denied is decided again");
        }
        update(decision.applicationId(), to);
        add(decision);
    }

    private void add(Decision decision) {
        db.sql(
                        """
                INSERT INTO decision (application_id, round, outcome, reasons, public_reasons, internal_reasons,
                  decided_by, decided_at)
                VALUES (:id, 1 + (SELECT count(*) FROM decision WHERE application_id = :id), :outcome, :reasons,
                  :publicly, :internally, :by, :at)""")
                .param("id", decision.applicationId())
                .param("outcome", decision.outcome())
                .param("reasons", decision.reasons())
                .param("publicly", decision.publicReasons())
                .param("internally", decision.internalReasons())
                .param("by", decision.decidedBy())
                .param("at", decision.decidedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Lets the steps of one application follow one another until the transaction ends; what refers to it may be added. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Application locked(String id) {
        return db.sql("SELECT * FROM application WHERE id = ? FOR NO KEY UPDATE")
                .param(id)
                .query(this::application)
                .single();
    }

    private void update(String id, ApplicationStatus to) {
        db.sql("UPDATE application SET status = ? WHERE id = ?")
                .params(to.key(), id)
                .update();
    }

    /** The decision in force. */
    public Optional<Decision> decisionOn(String id) {
        return decisionsOn(id).stream().reduce((earlier, later) -> later);
    }

    /** Every decision, oldest first; more than one only after an appeal. */
    public List<Decision> decisionsOn(String id) {
        return db.sql("SELECT * FROM decision WHERE application_id = ? ORDER BY round")
                .param(id)
                .query((row, n) -> new Decision(
                        row.getString("application_id"),
                        row.getString("outcome"),
                        row.getString("reasons"),
                        row.getString("public_reasons"),
                        row.getString("internal_reasons"),
                        row.getString("decided_by"),
                        row.getObject("decided_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** How many applications stand where. */
    public Map<String, Long> countByStatus() {
        var counts = new LinkedHashMap<String, Long>();
        db.sql("SELECT status, count(*) AS n FROM application GROUP BY status").query(row -> {
            counts.put(row.getString("status"), row.getLong("n"));
        });
        return counts;
    }

    private Application application(ResultSet row, int number) throws SQLException {
        return new Application(
                row.getString("id"),
                row.getLong("number"),
                row.getString("reference"),
                row.getString("tracking_key"),
                row.getString("lab_id"),
                read(row.getString("submission")),
                ApplicationStatus.of(row.getString("status")).orElseThrow(),
                row.getObject("received_at", OffsetDateTime.class).toInstant(),
                row.getObject("target_on", OffsetDateTime.class).toInstant(),
                row.getObject("decide_by", OffsetDateTime.class).toInstant());
    }

    private String written(Submission submission) {
        try {
            return json.writeValueAsString(submission);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A submission that was read can be written", e);
        }
    }

    private Submission read(String submission) {
        try {
            return json.readValue(submission, Submission.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A submission that was stored can be read", e);
        }
    }
}
