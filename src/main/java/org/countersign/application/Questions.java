package org.countersign.application;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** All questions to applicants, and their answers. */
@Repository
public class Questions {

    private static final String SELECT =
            """
            SELECT q.*, a.answer, a.attachments, a.answered_by, a.answered_at
            FROM question q LEFT JOIN answer a ON a.question_id = q.id
            """;

    private final JdbcClient db;

    Questions(JdbcClient db) {
        this.db = db;
    }

    void add(Question question) {
        db.sql(
                        """
                INSERT INTO question (id, application_id, asker, question, asked_by, asked_at, remind_on, due_on, state)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        question.id(),
                        question.applicationId(),
                        question.asker(),
                        question.question(),
                        question.askedBy(),
                        question.askedAt().atOffset(ZoneOffset.UTC),
                        question.remindOn().atOffset(ZoneOffset.UTC),
                        question.dueOn().atOffset(ZoneOffset.UTC),
                        question.state())
                .update();
    }

    void add(String questionId, Question.Answer answer) {
        db.sql(
                        """
                INSERT INTO answer (question_id, answer, attachments, answered_by, answered_at)
                VALUES (?, ?, ?, ?, ?)""")
                .params(
                        questionId,
                        answer.text(),
                        answer.attachments().toArray(String[]::new),
                        answer.answeredBy(),
                        answer.answeredAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** True when it was open until now: of an answer and a deadline at the same moment one is first. */
    boolean close(String id, String state, Instant at) {
        return db.sql("UPDATE question SET state = ?, closed_at = ? WHERE id = ? AND state = 'open'")
                        .params(state, at.atOffset(ZoneOffset.UTC), id)
                        .update()
                == 1;
    }

    /** The case has ended: nobody waits for an answer any more. */
    public void drop(String applicationId, Instant at) {
        db.sql("UPDATE question SET state = ?, closed_at = ? WHERE application_id = ? AND state = 'open'")
                .params(Question.DROPPED, at.atOffset(ZoneOffset.UTC), applicationId)
                .update();
    }

    public Question get(String id) {
        return find(id).orElseThrow(() -> new IllegalStateException("No question " + id));
    }

    public Optional<Question> find(String id) {
        return db.sql(SELECT + "WHERE q.id = ?")
                .param(id)
                .query(Questions::question)
                .optional();
    }

    /** Oldest first. */
    public List<Question> of(String applicationId) {
        return db.sql(SELECT + "WHERE q.application_id = ? ORDER BY q.asked_at, q.id")
                .param(applicationId)
                .query(Questions::question)
                .list();
    }

    private static Question question(ResultSet row, int number) throws SQLException {
        Question.Answer answer = row.getString("answer") == null
                ? null
                : new Question.Answer(
                        row.getString("answer"),
                        Arrays.asList((String[]) row.getArray("attachments").getArray()),
                        row.getString("answered_by"),
                        row.getObject("answered_at", OffsetDateTime.class).toInstant());
        return new Question(
                row.getString("id"),
                row.getString("application_id"),
                row.getString("asker"),
                row.getString("question"),
                row.getString("asked_by"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                row.getObject("remind_on", OffsetDateTime.class).toInstant(),
                row.getObject("due_on", OffsetDateTime.class).toInstant(),
                row.getString("state"),
                answer);
    }
}
