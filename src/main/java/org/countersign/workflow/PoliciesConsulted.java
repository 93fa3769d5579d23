package org.countersign.workflow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.commons.codec.digest.DigestUtils;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.countersign.journal.PolicyInForce;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The diagram a step runs in, and every decision table asked in its transaction so far. */
@Component
class PoliciesConsulted implements PolicyInForce {

    private final RepositoryService repository;

    /** By the id of the definition: what was deployed never changes, so each is read once a node. */
    private final Map<String, Consulted> diagrams = new ConcurrentHashMap<>();

    PoliciesConsulted(@Lazy RepositoryService repository) {
        this.repository = repository;
    }

    private record Consulted(String name, String sha256) {}

    @Override
    public Map<String, String> now() {
        var under = new TreeMap<String, String>();
        var here = (InTransaction) TransactionSynchronizationManager.getResource(PoliciesConsulted.class);
        String diagram = here == null ? null : here.diagram;
        if (here != null) {
            under.putAll(here.tables);
        }
        if (Context.getCommandContext() != null && Context.getBpmnExecutionContext() != null) {
            diagram = Context.getBpmnExecutionContext().getExecution().getProcessDefinitionId();
        }
        if (diagram != null) {
            Consulted consulted = diagrams.computeIfAbsent(diagram, this::read);
            under.put(consulted.name(), consulted.sha256());
        }
        return under;
    }

    /** A task is being completed in this diagram. */
    static void completingIn(String processDefinitionId) {
        inTransaction().diagram = processDefinitionId;
    }

    /** A table was asked. Outside a transaction nothing is decided, so nothing is kept. */
    static void asked(Policies.Version table) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            inTransaction().tables.put(table.decision() + ":" + table.version(), table.sha256());
        }
    }

    /** Whatever a transaction asks a table, it asks one version; which, is looked up once. */
    static <T> T inForce(String decision, Function<String, T> lookedUp, Class<T> type) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return lookedUp.apply(decision);
        }
        Map<String, Object> known = inTransaction().inForce;
        if (!known.containsKey(decision)) {
            known.put(decision, lookedUp.apply(decision));
        }
        return type.cast(known.get(decision));
    }

    private Consulted read(String definitionId) {
        ProcessDefinition definition = repository.getProcessDefinition(definitionId);
        try (InputStream model = repository.getProcessModel(definitionId)) {
            return new Consulted(definition.getKey() + ":" + definition.getVersion(), DigestUtils.sha256Hex(model));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InTransaction inTransaction() {
        var here = (InTransaction) TransactionSynchronizationManager.getResource(PoliciesConsulted.class);
        if (here == null) {
            here = new InTransaction();
            TransactionSynchronizationManager.bindResource(PoliciesConsulted.class, here);
            TransactionSynchronizationManager.registerSynchronization(here);
        }
        return here;
    }

    private static final class InTransaction implements TransactionSynchronization {

        private final Map<String, String> tables = new TreeMap<>();
        private final Map<String, Object> inForce = new TreeMap<>();
        private String diagram;

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResourceIfPossible(PoliciesConsulted.class);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(PoliciesConsulted.class, this);
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(PoliciesConsulted.class);
        }
    }
}
