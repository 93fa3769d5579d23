package org.countersign.workflow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.Problem;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.ResourceReport;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.repository.CamundaFormDefinition;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.repository.DeploymentWithDefinitions;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.countersign.model.Complaint;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** The diagrams, tables and forms in force, by their file names, and putting others in their place. */
@Component
public class ModelsInForce {

    /** Where Modeler sends what it deploys. We answer there in the engine's place. */
    public static final String PROPOSED_AT = "/engine-rest/deployment/create";

    private static final String LOCK = "models-in-force";

    private final ProcessEngine engine;
    private final RepositoryService repository;
    private final JdbcClient db;
    private final TransactionTemplate rehearsal;

    ModelsInForce(
            @Lazy ProcessEngine engine,
            @Lazy RepositoryService repository,
            JdbcClient db,
            PlatformTransactionManager transactions) {
        this.engine = engine;
        this.repository = repository;
        this.db = db;
        this.rehearsal = new TransactionTemplate(transactions);
        this.rehearsal.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    public record Model(String file, int version, byte[] content) {

        public String sha256() {
            return DigestUtils.sha256Hex(content);
        }
    }

    /** @param definitions what has a new version now, such as {@code access-review:2} */
    public record Deployed(String id, List<String> definitions) {}

    /** Until the transaction ends nobody else puts a model in force, on whichever node. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void hold() {
        db.sql("SELECT pg_advisory_xact_lock(hashtext(?))")
                .param(LOCK)
                .query((row, number) -> number)
                .list();
    }

    /** The newest version of a file, which is the one that counts; none when there is no such file. */
    public Optional<Model> find(String file) {
        String key = file.substring(0, file.lastIndexOf('.'));
        return switch (file.substring(file.lastIndexOf('.') + 1)) {
            case "bpmn" -> diagram(file, key);
            case "dmn" -> table(file, key);
            case "form" -> form(file, key);
            default -> Optional.empty();
        };
    }

    private Optional<Model> diagram(String file, String key) {
        ProcessDefinition newest = repository
                .createProcessDefinitionQuery()
                .processDefinitionKey(key)
                .latestVersion()
                .singleResult();
        return Optional.ofNullable(newest)
                .map(found -> new Model(file, found.getVersion(), read(repository.getProcessModel(found.getId()))));
    }

    private Optional<Model> table(String file, String key) {
        DecisionDefinition newest = repository
                .createDecisionDefinitionQuery()
                .decisionDefinitionKey(key)
                .latestVersion()
                .singleResult();
        return Optional.ofNullable(newest)
                .map(found -> new Model(file, found.getVersion(), read(repository.getDecisionModel(found.getId()))));
    }

    /** The engine has a query for everything it deploys but forms. */
    private Optional<Model> form(String file, String key) {
        CamundaFormDefinition newest = ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
                .getCommandExecutorTxRequired()
                .execute(context -> context.getCamundaFormDefinitionManager().findLatestDefinitionByKey(key));
        return Optional.ofNullable(newest)
                .map(found -> new Model(
                        file,
                        found.getVersion(),
                        read(repository.getResourceAsStream(found.getDeploymentId(), found.getResourceName()))));
    }

    private static byte[] read(InputStream model) {
        try (model) {
            return model.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the engine itself would complain about. It deploys them, in a transaction that is taken back. */
    public List<Complaint> rehearse(Map<String, byte[]> files) {
        return rehearsal.execute(status -> {
            status.setRollbackOnly();
            try {
                deploy("rehearsal", files);
                return List.of();
            } catch (ParseException e) {
                return complaints(e);
            } catch (ProcessEngineException e) {
                String first = new TreeMap<>(files).firstKey();
                return List.of(new Complaint(first, 1, 1, first, "The engine cannot read this: " + e.getMessage()));
            }
        });
    }

    private static List<Complaint> complaints(ParseException e) {
        var complaints = new ArrayList<Complaint>();
        for (ResourceReport report : e.getResorceReports()) {
            for (Problem problem : report.getErrors()) {
                complaints.add(new Complaint(
                        report.getResourceName(),
                        Math.max(problem.getLine(), 1),
                        Math.max(problem.getColumn(), 1),
                        problem.getMainElementId() == null ? "" : problem.getMainElementId(),
                        problem.getMessage()));
            }
        }
        return complaints;
    }

    /**
     * All of them together, as one deployment. A diagram asks for forms, tables and other diagrams by name and gets the newest,
     * so nothing that stays as it is has to come along.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Deployed deploy(String name, Map<String, byte[]> files) {
        DeploymentBuilder deployment = repository.createDeployment().name(name).source("accepted");
        new TreeMap<>(files)
                .forEach((file, content) -> deployment.addInputStream(file, new ByteArrayInputStream(content)));
        DeploymentWithDefinitions deployed = deployment.deployWithResult();
        return new Deployed(deployed.getId(), List.copyOf(ModelDeployment.namesOf(deployed)));
    }
}
