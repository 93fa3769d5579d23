package org.countersign.workflow;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.countersign.journal.Journal;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * People who have stepped back from a case. They see none of its tasks again: the tasks open now are hidden
 * from them, and so is every later one as it is created.
 */
@Component
public class Recusals {

    private final JdbcClient db;
    private final TaskService tasks;
    private final AuthorizationService authorizations;
    private final IdentityService identity;
    private final ObjectProvider<Unfit> unfit;
    private final ApplicationEventPublisher events;
    private final Journal journal;
    private final Clock clock;

    Recusals(
            JdbcClient db,
            @Lazy TaskService tasks,
            @Lazy AuthorizationService authorizations,
            @Lazy IdentityService identity,
            ObjectProvider<Unfit> unfit,
            ApplicationEventPublisher events,
            Journal journal,
            Clock clock) {
        this.db = db;
        this.tasks = tasks;
        this.authorizations = authorizations;
        this.identity = identity;
        this.unfit = unfit;
        this.events = events;
        this.journal = journal;
        this.clock = clock;
    }

    public record Recusal(String person, String reasons, Instant recusedAt) {}

    /** Asked inside the transaction that completes a task. */
    static boolean isRecused(String applicationId, String person) {
        return TaskLock.found(
                "SELECT person FROM recusal WHERE application_id = ? AND person = ?", applicationId, person);
    }

    public List<Recusal> of(String applicationId) {
        return db.sql("SELECT person, reasons, recused_at FROM recusal WHERE application_id = ? ORDER BY recused_at")
                .param(applicationId)
                .query((row, n) -> new Recusal(
                        row.getString("person"),
                        row.getString("reasons"),
                        row.getObject("recused_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Whether a person must not see a case any more. */
    public boolean hasSteppedBack(String applicationId, String person) {
        return of(applicationId).stream().anyMatch(recusal -> recusal.person().equals(person));
    }

    /** The applications a person has stepped back from. */
    public Set<String> casesOf(String person) {
        return Set.copyOf(db.sql("SELECT application_id FROM recusal WHERE person = ?")
                .param(person)
                .query(String.class)
                .list());
    }

    /** Takes a person out of a case for good. Doing it twice changes nothing. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void recuse(String applicationId, String person, String reasons) {
        String reference = db.sql("SELECT reference FROM application WHERE id = ? FOR NO KEY UPDATE")
                .param(applicationId)
                .query(String.class)
                .single();
        int added = db.sql(
                        """
                INSERT INTO recusal (application_id, person, reasons, recused_at)
                VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING""")
                .params(applicationId, person, reasons, clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        if (added == 1) {
            journal.record(person, "recused", reference, Map.of("person", person, "reasons", reasons));
            List<Recusal> recusals = of(applicationId);
            tasks.createTaskQuery().processInstanceBusinessKey(reference).list().forEach(task -> {
                if (person.equals(task.getAssignee())) {
                    tasks.setAssignee(task.getId(), null);
                }
                hide(task.getId(), person);
                tellIfNobodyIsLeft(applicationId, task, recusals);
            });
        }
    }

    /** For every new task of a case. */
    void applyTo(String applicationId, Task task) {
        List<Recusal> recusals = of(applicationId);
        Stream.concat(recusals.stream().map(Recusal::person), unfitToSee(applicationId, task))
                .distinct()
                .forEach(person -> hide(task.getId(), person));
        tellIfNobodyIsLeft(applicationId, task, recusals);
    }

    /** Of the people the task is for, those whom a rule bars from it. */
    private Stream<String> unfitToSee(String applicationId, Task task) {
        Set<String> out = unfit.stream()
                .filter(Unfit::hidesTask)
                .flatMap(rule -> rule.forTask(applicationId, task).stream())
                .collect(Collectors.toSet());
        return out.isEmpty()
                ? Stream.empty()
                : groupsOf(task).flatMap(this::members).map(User::getId).filter(out::contains);
    }

    private Stream<String> groupsOf(Task task) {
        return tasks.getIdentityLinksForTask(task.getId()).stream()
                .map(IdentityLink::getGroupId)
                .filter(group -> group != null);
    }

    /** A refusal to one person outweighs what the groups may; it goes when the task goes. */
    private void hide(String taskId, String person) {
        // What claiming the task has granted the person would outweigh the refusal.
        authorizations
                .createAuthorizationQuery()
                .authorizationType(Authorization.AUTH_TYPE_GRANT)
                .userIdIn(person)
                .resourceType(Resources.TASK)
                .resourceId(taskId)
                .list()
                .forEach(granted -> authorizations.deleteAuthorization(granted.getId()));
        Authorization refusal = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_REVOKE);
        refusal.setUserId(person);
        refusal.setResource(Resources.TASK);
        refusal.setResourceId(taskId);
        refusal.removePermission(Permissions.ALL);
        authorizations.saveAuthorization(refusal);
    }

    /** The directors are told, and may then take the task on themselves or name somebody who does. */
    private void tellIfNobodyIsLeft(String applicationId, Task task, List<Recusal> recusals) {
        Set<String> out = Stream.concat(
                        recusals.stream().map(Recusal::person),
                        unfit.stream().flatMap(rule -> rule.forTask(applicationId, task).stream()))
                .collect(Collectors.toSet());
        if (out.isEmpty()) {
            return;
        }
        groupsOf(task)
                .filter(group -> members(group).allMatch(member -> out.contains(member.getId())))
                .forEach(group -> events.publishEvent(
                        new NobodyLeft(applicationId, task.getId(), task.getName(), group, directorsOf(group, out))));
    }

    private Stream<User> members(String group) {
        return identity.createUserQuery().memberOfGroup(group).list().stream();
    }

    /** Where the directors have stepped back themselves, the administrators too: they can let others in. */
    private List<String> directorsOf(String group, Set<String> out) {
        List<User> directors = Stream.concat(members(group), members(AgencySignOff.directorsOf(group)))
                .toList();
        boolean oneIsLeft = directors.stream().anyMatch(director -> !out.contains(director.getId()));
        Stream<User> administrators = oneIsLeft ? Stream.empty() : members(Duties.ADMINISTRATORS);
        return Stream.concat(directors.stream(), administrators)
                .map(User::getEmail)
                .filter(email -> email != null && !email.isBlank())
                .distinct()
                .toList();
    }
}
