package org.countersign.workflow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** The decision tables of the process owners, and which version of which text gave an answer. */
@Component
public class Policies {

    private final DecisionService decisions;
    private final RepositoryService repository;

    /** Definitions never change once deployed, so each hash is computed once a node. */
    private final Map<String, String> sha256OfDefinition = new ConcurrentHashMap<>();

    Policies(@Lazy DecisionService decisions, @Lazy RepositoryService repository) {
        this.decisions = decisions;
        this.repository = repository;
    }

    /** The version in force of a decision table: what an answer is recorded with. */
    public record Version(String decision, int version, String sha256) {}

    public record Answer(List<Map<String, Object>> rows, Version by) {

        /** The one value of a table that always gives one row with one output. */
        public Object only() {
            if (rows.size() != 1 || rows.get(0).size() != 1) {
                throw new IllegalStateException(
                        by.decision() + " version " + by.version() + " must give exactly one answer, gave " + rows);
            }
            return rows.get(0).values().iterator().next();
        }
    }

    /** Asks the version now in force. */
    public Answer ask(String decision, Map<String, Object> facts) {
        DecisionDefinition inForce = repository
                .createDecisionDefinitionQuery()
                .decisionDefinitionKey(decision)
                .latestVersion()
                .singleResult();
        if (inForce == null) {
            throw new IllegalStateException("No decision table " + decision + " is deployed");
        }
        var rows = decisions
                .evaluateDecisionById(inForce.getId())
                .variables(facts)
                .evaluate()
                .getResultList();
        String sha256 = sha256OfDefinition.computeIfAbsent(inForce.getId(), this::sha256);
        return new Answer(rows, new Version(decision, inForce.getVersion(), sha256));
    }

    private String sha256(String definitionId) {
        try (InputStream table = repository.getDecisionModel(definitionId)) {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(table.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
