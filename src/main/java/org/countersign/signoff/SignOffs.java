package org.countersign.signoff;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.countersign.clock.Allowance;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.ClockRun;
import org.countersign.clock.ReviewClock;
import org.countersign.risk.RiskAssessment;
import org.countersign.risk.RiskAssessments;
import org.countersign.workflow.Policies;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which agencies a case needs. Asking one starts its clock. */
@Repository
public class SignOffs {

    private static final String CURRENT =
            """
            SELECT DISTINCT ON (agency) * FROM sign_off WHERE application_id = ? ORDER BY agency, round DESC
            """;

    private final JdbcClient db;
    private final ClockLedger ledger;
    private final ReviewClock reviewClock;
    private final RiskAssessments assessments;

    SignOffs(JdbcClient db, ClockLedger ledger, ReviewClock reviewClock, RiskAssessments assessments) {
        this.db = db;
        this.ledger = ledger;
        this.reviewClock = reviewClock;
        this.assessments = assessments;
    }

    /** Asks an agency for the first time. */
    @Transactional(propagation = Propagation.MANDATORY)
    public SignOff ask(
            String applicationId, String agency, String ground, String requestedBy, Policies.Version policy) {
        return ask(applicationId, agency, 1, ground, requestedBy, policy);
    }

    /** Asks an agency again, after a rebuttal or a remand. What it said before stays on record. */
    @Transactional(propagation = Propagation.MANDATORY)
    public SignOff reopen(String applicationId, String agency, String ground, String requestedBy) {
        int round = current(applicationId, agency).round() + 1;
        return ask(applicationId, agency, round, ground, requestedBy, null);
    }

    private SignOff ask(
            String applicationId,
            String agency,
            int round,
            String ground,
            String requestedBy,
            Policies.Version policy) {
        Allowance allowance = reviewClock.allowance(ClockLedger.SIGN_OFF, bandOf(applicationId));
        ClockRun run = ledger.start(applicationId, ClockLedger.SIGN_OFF, agency, requestedBy, ground, allowance);
        var signOff = new SignOff(
                UUID.randomUUID().toString(),
                applicationId,
                agency,
                round,
                ground,
                requestedBy,
                policy == null ? null : policy.version(),
                policy == null ? null : policy.sha256(),
                run.startedAt(),
                run.dueOn());
        add(signOff);
        return signOff;
    }

    /** The band sets the clock. */
    private String bandOf(String applicationId) {
        return assessments.of(applicationId).map(RiskAssessment::band).orElse("");
    }

    private void add(SignOff signOff) {
        db.sql(
                        """
                INSERT INTO sign_off (id, application_id, agency, round, ground, requested_by, policy_version,
                  policy_sha256, requested_at, due_on)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        signOff.id(),
                        signOff.applicationId(),
                        signOff.agency(),
                        signOff.round(),
                        signOff.ground(),
                        signOff.requestedBy(),
                        signOff.policyVersion(),
                        signOff.policySha256(),
                        signOff.requestedAt().atOffset(ZoneOffset.UTC),
                        signOff.dueOn().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The latest sign-off of each agency. */
    public List<SignOff> current(String applicationId) {
        return db.sql(CURRENT).param(applicationId).query(SignOffs::signOff).list();
    }

    /** Every sign-off of every round, in the order they were asked for. */
    public List<SignOff> of(String applicationId) {
        return db.sql("SELECT * FROM sign_off WHERE application_id = ? ORDER BY round, requested_at, agency")
                .param(applicationId)
                .query(SignOffs::signOff)
                .list();
    }

    SignOff current(String applicationId, String agency) {
        return find(applicationId, agency).orElseThrow();
    }

    Optional<SignOff> find(String applicationId, String agency) {
        return current(applicationId).stream()
                .filter(signOff -> signOff.agency().equals(agency))
                .findFirst();
    }

    void add(Silence silence) {
        db.sql("INSERT INTO silence (sign_off_id, due_on, recorded_at) VALUES (?, ?, ?)")
                .params(
                        silence.signOffId(),
                        silence.dueOn().atOffset(ZoneOffset.UTC),
                        silence.recordedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The agencies that were silent, in any round. */
    public List<Silence> silencesOf(String applicationId) {
        return db.sql(
                        """
                SELECT s.id, s.agency, q.due_on, q.recorded_at FROM silence q JOIN sign_off s ON s.id = q.sign_off_id
                WHERE s.application_id = ? ORDER BY q.recorded_at, s.agency""")
                .param(applicationId)
                .query((row, n) -> new Silence(
                        row.getString("id"),
                        row.getString("agency"),
                        row.getObject("due_on", OffsetDateTime.class).toInstant(),
                        row.getObject("recorded_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private static SignOff signOff(ResultSet row, int number) throws SQLException {
        return new SignOff(
                row.getString("id"),
                row.getString("application_id"),
                row.getString("agency"),
                row.getInt("round"),
                row.getString("ground"),
                row.getString("requested_by"),
                row.getObject("policy_version", Integer.class),
                row.getString("policy_sha256"),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                row.getObject("due_on", OffsetDateTime.class).toInstant());
    }
}
