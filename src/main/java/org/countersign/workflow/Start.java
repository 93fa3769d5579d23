package org.countersign.workflow;

import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.identity.Authentication;

/** A person starting a process, as the rules see it; checked in the transaction that starts it. */
public final class Start {

    private final DelegateExecution execution;
    private final String actor;
    private final Set<String> groups;

    private Start(DelegateExecution execution, String actor, Set<String> groups) {
        this.execution = execution;
        this.actor = actor;
        this.groups = groups;
    }

    public static Start of(DelegateExecution execution) {
        Authentication signedIn =
                execution.getProcessEngineServices().getIdentityService().getCurrentAuthentication();
        if (signedIn == null || signedIn.getUserId() == null) {
            throw new RuleBroken("process", "Sign in to start this.");
        }
        Set<String> groups = signedIn.getGroupIds() == null ? Set.of() : Set.copyOf(signedIn.getGroupIds());
        Duties.conflictIn(groups).ifPresent(words -> {
            throw new RuleBroken("process", words);
        });
        PoliciesConsulted.completingIn(execution.getProcessDefinitionId());
        return new Start(execution, signedIn.getUserId(), groups);
    }

    /** The signed-in person. */
    public String actor() {
        return actor;
    }

    public Set<String> groups() {
        return groups;
    }

    /** What was entered, trimmed; empty when nothing was. */
    public String text(String field) {
        return Entries.text(field);
    }

    public String requiredText(String field, String otherwise) {
        return Entries.requiredText(field, otherwise);
    }

    public String choice(String field, String... allowed) {
        return Entries.choice(field, allowed);
    }

    /** Words that are separated by commas or lines, each once. */
    public List<String> list(String field) {
        return Entries.list(field);
    }

    public RuleBroken refused(String field, String message) {
        return new RuleBroken(field, message);
    }

    /** The reference is the registry's to give; whoever starts the process cannot choose one. */
    public void name(String reference) {
        execution.setProcessBusinessKey(reference);
    }

    /** Keeps a routing fact for what follows. */
    public void route(String variable, Object value) {
        execution.setVariable(variable, value);
    }
}
