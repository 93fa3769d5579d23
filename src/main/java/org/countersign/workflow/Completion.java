package org.countersign.workflow;

import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.identity.Authentication;

/**
 * A person completing a task, as the rules see it: who it is comes from the sign-in, what they entered
 * from the form. Every check here runs in the transaction that completes the task.
 */
public final class Completion {

    /** Enough for good reasons, and for a form to stay readable. */
    public static final int LONGEST_TEXT = 4_000;

    private final DelegateTask task;
    private final String actor;
    private final Set<String> groups;

    private Completion(DelegateTask task, String actor, Set<String> groups) {
        this.task = task;
        this.actor = actor;
        this.groups = groups;
    }

    public static Completion of(DelegateTask task) {
        Authentication signedIn =
                task.getProcessEngineServices().getIdentityService().getCurrentAuthentication();
        if (signedIn == null || signedIn.getUserId() == null) {
            throw new RuleBroken("task", "Sign in to complete this task.");
        }
        String actor = signedIn.getUserId();
        if (task.getAssignee() != null && !task.getAssignee().equals(actor)) {
            throw new RuleBroken("task", "This task is claimed by " + task.getAssignee() + ".");
        }
        String applicationId = (String) task.getVariable(AccessReview.APPLICATION_ID);
        TaskLock.hold(applicationId, (String) task.getVariable(EmergencyDirective.DIRECTIVE_ID), task.getId());
        if (applicationId != null && Recusals.isRecused(applicationId, actor)) {
            throw new RuleBroken("task", "You have stepped back from this case.");
        }
        Set<String> groups = signedIn.getGroupIds() == null ? Set.of() : Set.copyOf(signedIn.getGroupIds());
        Duties.conflictIn(groups).ifPresent(words -> {
            throw new RuleBroken("task", words);
        });
        PoliciesConsulted.completingIn(task.getProcessDefinitionId());
        return new Completion(task, actor, groups);
    }

    /** The signed-in person. */
    public String actor() {
        return actor;
    }

    public String applicationId() {
        return (String) task.getVariable(AccessReview.APPLICATION_ID);
    }

    /** For rules of the caller's own. */
    public RuleBroken refused(String field, String message) {
        return new RuleBroken(field, message);
    }

    /** The groups this person is in. */
    public Set<String> groups() {
        return groups;
    }

    public void requireMember(String group) {
        if (!groups.contains(group)) {
            throw new RuleBroken("task", "Only a member of " + group + " can complete this task.");
        }
        if (applicationId() != null) {
            actFor(AgencySignOff.officeOf(group), applicationId(), group);
        }
    }

    /** From now on, and if not already so, this person acts as a director of an agency in a case or a directive. */
    public void actFor(String agency, String matter) {
        actFor(agency, matter, AgencySignOff.directorsOf(agency));
    }

    /** The function asks the directory, too: what the session says of groups may be out of date. */
    private void actFor(String office, String matter, String group) {
        if (!mayActFor(office, matter)) {
            throw new RuleBroken("task", Duties.ANOTHER_PART);
        }
        TaskLock.found("SELECT act_for(?, ?, ?, ?)", matter, actor, office, group);
    }

    /** Whether this person is free to act for an agency or office in a case or a directive. */
    public boolean mayActFor(String office, String matter) {
        return !TaskLock.found(
                "SELECT role FROM duty WHERE matter = ? AND person = ? AND role <> ?", matter, actor, office);
    }

    /** One of the given words; anything else is refused. */
    public String choice(String variable, String... allowed) {
        return Entries.choice(variable, allowed);
    }

    /** What was entered, trimmed; empty when nothing was. */
    public String text(String field) {
        return Entries.text(field);
    }

    public String requiredText(String variable, String otherwise) {
        return Entries.requiredText(variable, otherwise);
    }

    /** Words that are separated by commas or lines, each once. */
    public List<String> list(String field) {
        return Entries.list(field);
    }

    /** Keeps a routing fact for the gateways that follow. */
    public void route(String variable, Object value) {
        task.setVariable(variable, value);
    }

    /** A fact of the process itself; what people enter is never among them. */
    public Object variable(String name) {
        return task.getVariable(name);
    }
}
