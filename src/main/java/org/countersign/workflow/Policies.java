package org.countersign.workflow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** The decision tables of the process owners, and which version of which text gave an answer. */
@Component
public class Policies {

    private static final int MOST_ANSWERS_KEPT = 5_000;
    private static final Pattern LOOKS_AT_THE_CLOCK = Pattern.compile("\\b(now|today)\\s*\\(");

    private final RepositoryService repository;

    /**
     * Evaluates tables without the process engine around it, which would add a row to its history for every
     * value that goes in or comes out. What matters of an answer is recorded by those who ask.
     */
    private final DmnEngine engine = engine();

    /** By the id of the definition: definitions never change once deployed, so each is read once a node. */
    private final Map<String, Table> tables = new ConcurrentHashMap<>();

    Policies(@Lazy RepositoryService repository) {
        this.repository = repository;
    }

    /** Parsing and evaluating FEEL costs more than all else in a step, and the same few questions come again. */
    private final Map<Question, List<Map<String, Object>>> answers =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Question, List<Map<String, Object>>> eldest) {
                    return size() > MOST_ANSWERS_KEPT;
                }
            });

    private static DmnEngine engine() {
        var configuration =
                (DefaultDmnEngineConfiguration) DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
        var feel = new ScalaFeelEngineFactory(List.of());
        configuration.setFeelEngineFactory(() -> new RememberedFeel(feel.createInstance()));
        return configuration.buildEngine();
    }

    /** @param timeless does not look at the clock, so that it answers the same facts the same way for ever */
    private record Table(String id, DmnDecision decision, Version version, boolean timeless) {}

    private record Question(String table, Map<String, Object> facts) {}

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
        return askAll(decision, List.of(facts)).get(0);
    }

    /** Asks the version now in force several questions. */
    public List<Answer> askAll(String decision, List<Map<String, Object>> questions) {
        Table table = inForce(decision);
        PoliciesConsulted.asked(table.version());
        return questions.stream()
                .map(facts -> new Answer(rows(table, facts), table.version()))
                .toList();
    }

    private List<Map<String, Object>> rows(Table table, Map<String, Object> facts) {
        if (!table.timeless()) {
            return evaluate(table, facts);
        }
        var question = new Question(table.id(), new HashMap<>(facts));
        List<Map<String, Object>> known = answers.get(question);
        if (known == null) {
            known = evaluate(table, facts);
            answers.put(question, known);
        }
        return known;
    }

    private List<Map<String, Object>> evaluate(Table table, Map<String, Object> facts) {
        return engine.evaluateDecisionTable(table.decision(), facts).getResultList().stream()
                .map(Collections::unmodifiableMap)
                .toList();
    }

    /** The version that would be asked. */
    public Version versionOf(String decision) {
        return inForce(decision).version();
    }

    private Table inForce(String decision) {
        return PoliciesConsulted.inForce(decision, this::latest, Table.class);
    }

    private Table latest(String decision) {
        DecisionDefinition inForce = repository
                .createDecisionDefinitionQuery()
                .decisionDefinitionKey(decision)
                .latestVersion()
                .singleResult();
        if (inForce == null) {
            throw new IllegalStateException("No decision table " + decision + " is deployed");
        }
        return tables.computeIfAbsent(inForce.getId(), id -> read(inForce));
    }

    private Table read(DecisionDefinition definition) {
        try (InputStream model = repository.getDecisionModel(definition.getId())) {
            byte[] text = model.readAllBytes();
            return new Table(
                    definition.getId(),
                    engine.parseDecision(definition.getKey(), new ByteArrayInputStream(text)),
                    new Version(definition.getKey(), definition.getVersion(), DigestUtils.sha256Hex(text)),
                    !LOOKS_AT_THE_CLOCK
                            .matcher(new String(text, StandardCharsets.UTF_8))
                            .find());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
