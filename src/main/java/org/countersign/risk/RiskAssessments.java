package org.countersign.risk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.countersign.workflow.Policies;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The assessment of each application, kept whole. */
@Repository
public class RiskAssessments {

    private final JdbcClient db;
    private final ObjectMapper json;

    RiskAssessments(JdbcClient db, ObjectMapper json) {
        this.db = db;
        this.json = json;
    }

    void add(String applicationId, RiskAssessment assessment) {
        db.sql(
                        """
                INSERT INTO risk_assessment (application_id, score, band, facts, assessed_at)
                VALUES (?, ?, ?, ?::jsonb, ?)""")
                .params(
                        applicationId,
                        assessment.score(),
                        assessment.band(),
                        written(assessment.facts()),
                        assessment.assessedAt().atOffset(ZoneOffset.UTC))
                .update();
        int position = 0;
        for (RiskAssessment.Factor factor : assessment.factors()) {
            db.sql(
                            """
                    INSERT INTO risk_factor (application_id, position, factor, criterion_id, criterion_version, points)
                    VALUES (?, ?, ?, ?, ?, ?)""")
                    .params(
                            applicationId,
                            ++position,
                            factor.factor(),
                            factor.criterion(),
                            factor.criterionVersion(),
                            factor.points())
                    .update();
        }
        for (Policies.Version policy : assessment.policies()) {
            db.sql("INSERT INTO risk_policy (application_id, decision, version, sha256) VALUES (?, ?, ?, ?)")
                    .params(applicationId, policy.decision(), policy.version(), policy.sha256())
                    .update();
        }
    }

    public Optional<RiskAssessment> of(String applicationId) {
        return db.sql("SELECT * FROM risk_assessment WHERE application_id = ?")
                .param(applicationId)
                .query((row, n) -> new RiskAssessment(
                        row.getInt("score"),
                        row.getString("band"),
                        factorsOf(applicationId),
                        policiesOf(applicationId),
                        read(row.getString("facts")),
                        row.getObject("assessed_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    private List<RiskAssessment.Factor> factorsOf(String applicationId) {
        return db.sql(
                        """
                SELECT factor, criterion_id AS criterion, criterion_version, points FROM risk_factor
                WHERE application_id = ? ORDER BY position""")
                .param(applicationId)
                .query(RiskAssessment.Factor.class)
                .list();
    }

    private List<Policies.Version> policiesOf(String applicationId) {
        return db.sql("SELECT decision, version, sha256 FROM risk_policy WHERE application_id = ? ORDER BY decision")
                .param(applicationId)
                .query(Policies.Version.class)
                .list();
    }

    private String written(RiskFacts facts) {
        try {
            return json.writeValueAsString(facts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Facts are plain values", e);
        }
    }

    private RiskFacts read(String facts) {
        try {
            return json.readValue(facts, RiskFacts.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Facts that were stored can be read", e);
        }
    }
}
