package org.countersign.testing;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.Group;
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

    public IdentityService identity() {
        return identity;
    }

    public void as(String person, Runnable work) {
        List<String> groups = identity.createGroupQuery().groupMember(person).list().stream()
                .map(Group::getId)
                .toList();
        identity.setAuthentication(person, groups);
        try {
            work.run();
        } finally {
            identity.clearAuthentication();
        }
    }
}
