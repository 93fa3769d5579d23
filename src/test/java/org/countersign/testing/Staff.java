package org.countersign.testing;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.task.Task;
import org.springframework.boot.test.context.TestComponent;

/** People of the agencies at their desks: every call acts as the named person, with that person's rights. */
@TestComponent
public class Staff {

    private final IdentityService identity;
    private final TaskService tasks;

    Staff(IdentityService identity, TaskService tasks) {
        this.identity = identity;
        this.tasks = tasks;
    }

    /** Claims and completes the open task of a case. */
    public void complete(String person, Task task, Map<String, Object> form) {
        as(person, () -> {
            tasks.claim(task.getId(), person);
            tasks.complete(task.getId(), form);
        });
    }

    /** One more person with the usual password; nothing happens when they are there already. */
    public void hire(String person, String... groups) {
        if (identity.createUserQuery().userId(person).count() == 0) {
            User user = identity.newUser(person);
            user.setPassword("demo");
            user.setEmail(person + "@agency.example");
            identity.saveUser(user);
            for (String group : groups) {
                identity.createMembership(person, group);
            }
        }
    }

    /** Leaves every group, and joins others. */
    public void moves(String person, String... groups) {
        groupsOf(person).forEach(group -> identity.deleteMembership(person, group));
        for (String group : groups) {
            identity.createMembership(person, group);
        }
    }

    /** People who could take any part in a case by their groups alone; without groups again by {@link #leaves}. */
    public void ofEveryOffice(String... people) {
        for (String person : people) {
            hire(person);
            moves(
                    person,
                    "oncd",
                    "ostp",
                    "commerce",
                    "oncd-directors",
                    "ostp-directors",
                    "commerce-directors",
                    "state-directors",
                    "appeals");
        }
    }

    public void leaves(String... people) {
        for (String person : people) {
            moves(person);
        }
    }

    public List<String> groupsOf(String person) {
        return identity.createGroupQuery().groupMember(person).list().stream()
                .map(Group::getId)
                .toList();
    }

    public List<String> membersOf(String group) {
        return identity.createUserQuery().memberOfGroup(group).list().stream()
                .map(User::getId)
                .toList();
    }

    /** Steps back from the case of the task, for good. */
    public void stepsBack(String person, Task task) {
        as(person, () -> tasks.complete(task.getId(), Map.of("recused", true, "reasons", "I used to work there.")));
    }

    public IdentityService identity() {
        return identity;
    }

    public void as(String person, Runnable work) {
        identity.setAuthentication(person, groupsOf(person));
        try {
            work.run();
        } finally {
            identity.clearAuthentication();
        }
    }
}
