package org.countersign.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two transactions of the application's role at once, neither of which sees the other's rows and neither of which has
 * locked the case as our code does: one of them is refused.
 */
@CountersignTest
class DutiesAtOnceTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private DataSource database;

    @Autowired
    private JdbcClient db;

    private Case acme;

    @BeforeEach
    void aCaseWithTheAgencies() {
        acme = cases.referred();
        staff.ofEveryOffice("x", "y");
    }

    @AfterEach
    void withoutOffices() {
        staff.leaves("x", "y");
    }

    private String draft(String agency, String person) {
        return """
                INSERT INTO vote (id, sign_off_id, round, vote, drafted_by, drafted_at)
                SELECT '%s', id, 1, 'concur', '%s', now() FROM sign_off WHERE application_id = '%s' AND agency = '%s'"""
                .formatted(UUID.randomUUID(), person, acme.id(), agency);
    }

    private String countersigning(String person) {
        return """
                INSERT INTO commerce_decision (application_id, outcome, signed_by, signed_at)
                VALUES ('%s', 'approve', '%s', now())"""
                .formatted(acme.id(), person);
    }

    private Connection begun(int isolation) throws SQLException {
        Connection connection = database.getConnection();
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(isolation);
        run(connection, "SELECT count(*) FROM vote"); // from here on a snapshot, where the isolation has one
        return connection;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Why the second was refused; it waits for the first where it has to. */
    private String refusalOfTheSecond(int isolation, String first, String second) throws Exception {
        try (Connection one = begun(isolation);
                Connection other = begun(isolation)) {
            try {
                run(one, first);
                int waiting = backend(other);
                CompletableFuture<String> outcome = CompletableFuture.supplyAsync(() -> outcomeOf(other, second));
                while (!isWaiting(waiting) && !outcome.isDone()) {
                    Thread.onSpinWait();
                }
                one.commit();
                return outcome.get();
            } finally {
                one.rollback();
                other.rollback();
            }
        }
    }

    private static String outcomeOf(Connection connection, String sql) {
        try {
            run(connection, sql);
            connection.commit();
            return "done";
        } catch (SQLException e) {
            return e.getMessage();
        }
    }

    private static int backend(Connection connection) throws SQLException {
        try (var rows = connection.createStatement().executeQuery("SELECT pg_backend_pid()")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private boolean isWaiting(int backend) {
        return db.sql("SELECT cardinality(pg_blocking_pids(?)) > 0")
                .param(backend)
                .query(Boolean.class)
                .single();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                Connection.TRANSACTION_READ_COMMITTED,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE
            })
    void onePersonVotesForOneOfTwoAgencies(int isolation) throws Exception {
        assertThat(refusalOfTheSecond(isolation, draft("oncd", "x"), draft("ostp", "x")))
                .containsAnyOf("nobody acts for two", "could not serialize access");
        assertThat(db.sql("SELECT count(*) FROM vote WHERE drafted_by = 'x' AND sign_off_id IN"
                                + " (SELECT id FROM sign_off WHERE application_id = ?)")
                        .param(acme.id())
                        .query(Long.class)
                        .single())
                .isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_READ_COMMITTED, Connection.TRANSACTION_REPEATABLE_READ})
    void onePersonDraftsAVoteOrCountersignsTheCase(int isolation) throws Exception {
        assertThat(refusalOfTheSecond(isolation, draft("commerce", "x"), countersigning("x")))
                .containsAnyOf("nobody acts for two", "could not serialize access");
    }

    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_READ_COMMITTED, Connection.TRANSACTION_REPEATABLE_READ})
    void aJudgeDecidesTheAppealOrTakesPart(int isolation) throws Exception {
        String appeal = acme.id() + "-appeal";
        db.sql(
                        """
                INSERT INTO appeal (id, application_id, number, ground, subject, text, filed_by, filed_at, target_on)
                VALUES (?, ?, 1, 'missed-deadline', 'day', 'Late.', 'lab-aurora', now(), now())""")
                .params(appeal, acme.id())
                .update();
        String ruling =
                """
                INSERT INTO appeal_decision (appeal_id, outcome, reasons, decided_by, decided_at)
                VALUES ('%s', 'upheld', 'So be it.', 'x', now())"""
                        .formatted(appeal);
        assertThat(refusalOfTheSecond(isolation, draft("oncd", "x"), ruling))
                .containsAnyOf("nobody acts for two", "could not serialize access");
    }

    @Test
    void twoPeopleOfTwoAgenciesDoNotWaitForEachOther() throws Exception {
        assertThat(refusalOfTheSecond(Connection.TRANSACTION_READ_COMMITTED, draft("oncd", "x"), draft("ostp", "y")))
                .isEqualTo("done");
    }
}
