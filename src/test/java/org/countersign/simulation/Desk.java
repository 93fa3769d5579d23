package org.countersign.simulation;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.countersign.simulation.Feed.OpenTask;
import org.countersign.testing.Staff;
import org.countersign.workflow.RuleBroken;

/** How anybody of an office works on a task: later, if it is still there, as a person who may. */
final class Desk {

    private final Agenda agenda;
    private final People people;
    private final Staff staff;
    private final TaskService tasks;
    private final Tally tally;
    private final Clock clock;

    Desk(Agenda agenda, People people, Staff staff, TaskService tasks, Tally tally, Clock clock) {
        this.agenda = agenda;
        this.people = people;
        this.staff = staff;
        this.tasks = tasks;
        this.tally = tally;
        this.clock = clock;
    }

    /** What a person enters; if a rule refuses the first, the next. */
    interface Entry extends Function<String, List<Map<String, Object>>> {}

    void later(SimulatedCase of, Duration delay, Runnable step) {
        agenda.add(of.reference(), clock.instant().plus(delay), step);
    }

    void work(OpenTask task, SimulatedCase of, Duration delay, Entry entry) {
        work(task, of, delay, person -> true, entry);
    }

    /** After a while somebody who fits takes the task, and steps back from the case or completes it. */
    void work(OpenTask task, SimulatedCase of, Duration delay, Predicate<String> fits, Entry entry) {
        later(of, delay, () -> {
            var person = people.anybodyOf(task.group(), of, fits);
            if (person.isEmpty()) {
                tally.add("nobody was left for " + task.key());
            } else if (of.chance().in100(1)) {
                stepBack(task, of, person.get());
                work(task, of, of.chance().days(0.1, 3), fits, entry);
            } else {
                completeWithOneOf(entry.apply(person.get()), task, of, person.get());
            }
        });
    }

    private void stepBack(OpenTask task, SimulatedCase of, String person) {
        if (complete(task, of, person, Map.of("recused", "true", "note", "I know the applicant."))) {
            of.stepsBack(person);
            tally.add("person stepped back");
        }
    }

    private void completeWithOneOf(List<Map<String, Object>> forms, OpenTask task, SimulatedCase of, String person) {
        for (Map<String, Object> form : forms.subList(0, forms.size() - 1)) {
            try {
                complete(task, of, person, form);
                return;
            } catch (RuleBroken expected) {
                tally.add("rule refused at " + task.key() + ", field " + expected.field());
            }
        }
        try {
            complete(task, of, person, forms.get(forms.size() - 1));
        } catch (RuleBroken late) {
            // The time of a step can be over moments before its timer fires.
            if (!late.getMessage().contains(" over")) {
                throw late;
            }
            tally.add("rule refused at " + task.key() + ", its time was over");
        }
    }

    /** False when somebody or time was faster. A broken rule is the caller's to expect. */
    boolean complete(OpenTask task, SimulatedCase of, String person, Map<String, Object> form) {
        Task open = tasks.createTaskQuery().taskId(task.id()).singleResult();
        if (open == null) {
            tally.add("person came too late for " + task.key());
            return false;
        }
        if (of.chance().in100(20)) {
            staff.complete(person, open, new HashMap<>(form));
        } else {
            // One need not claim a task to complete it.
            staff.as(person, () -> tasks.complete(open.getId(), new HashMap<>(form)));
        }
        of.takesPart(person);
        return true;
    }

    /** Tries what the rules forbid; it must be refused. */
    void mustBeRefused(OpenTask task, SimulatedCase of, String person, Map<String, Object> form) {
        try {
            if (complete(task, of, person, form)) {
                throw new IllegalStateException(of.reference() + ": " + task.key() + " took " + form);
            }
        } catch (RuleBroken expected) {
            tally.add("rule refused at " + task.key() + ", field " + expected.field());
        }
    }
}
