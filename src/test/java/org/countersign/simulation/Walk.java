package org.countersign.simulation;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.countersign.application.Application;
import org.countersign.problem.Invalid;
import org.countersign.problem.NotFound;
import org.countersign.problem.Refused;
import org.countersign.problem.WrongState;
import org.countersign.simulation.WalkPeople.Person;
import org.countersign.workflow.RuleBroken;

/**
 * Random people try random things on the cases of a pool. One walk is the same for the same seed; of several at once each
 * has its own pool.
 */
final class Walk {

    private static final int MOST_STEPS = 8;
    private static final int MOST_FAULTS_KEPT = 20;

    private final WalkPeople people;
    private final WalkDoors doors;
    private final ProcessEngine engine;
    private final Clock clock;
    private final Tally tally;
    private final List<String> faults;
    private final long seed;
    private final List<Application> pool = new ArrayList<>();
    private final List<String> directives = new ArrayList<>();
    private Chance chance;

    Walk(
            WalkPeople people,
            WalkDoors doors,
            ProcessEngine engine,
            Clock clock,
            Tally tally,
            List<String> faults,
            long seed) {
        this.people = people;
        this.doors = doors;
        this.engine = engine;
        this.clock = clock;
        this.tally = tally;
        this.faults = faults;
        this.seed = seed;
    }

    /** New cases in the place of the old ones. */
    void begin(long era, int cases) {
        chance = new Chance(seed, -era - 1);
        pool.clear();
        directives.clear();
        for (int n = 0; n < cases; n++) {
            pool.add(doors.applies(chance));
        }
    }

    void sequences(long first, long count) {
        for (long number = first; number < first + count; number++) {
            chance = new Chance(seed, number);
            tally.add("sequences");
            int steps = 1 + chance.upTo(MOST_STEPS - 1);
            for (int step = 0; step < steps; step++) {
                tally.add("actions");
                act();
            }
        }
    }

    private void act() {
        Application of = chance.oneOf(pool);
        switch (chance.drawn("task 74, case 15, lab 8, directive 3")) {
            case "task" ->
                workOn(chance.in100(15) && !directives.isEmpty() ? chance.oneOf(directives) : of.reference());
            case "case" -> moveCase(of);
            case "lab" -> tries("lab", null, () -> doors.asTheLab(of, chance));
            default -> draftDirective(of);
        }
    }

    private Person somebody(Set<String> groups) {
        return switch (chance.drawn("fitting 55, barred 12, any 33")) {
            case "fitting" -> chance.oneOf(people.anyOf(groups));
            case "barred" -> chance.oneOf(people.barred());
            default -> chance.oneOf(people.all());
        };
    }

    private void workOn(String reference) {
        Task task = anyTask(reference);
        if (task == null) {
            return;
        }
        Set<String> groups = engine.getTaskService().getIdentityLinksForTask(task.getId()).stream()
                .map(IdentityLink::getGroupId)
                .filter(group -> group != null)
                .collect(Collectors.toCollection(TreeSet::new));
        Person person = task.getAssignee() != null && chance.in100(70)
                ? people.all().stream()
                        .filter(one -> one.name().equals(task.getAssignee()))
                        .findFirst()
                        .orElseThrow()
                : somebody(groups);
        String key = task.getTaskDefinitionKey();
        Map<String, Object> form = new HashMap<>(WalkForms.of(
                key, chance, clock.instant(), chance.oneOf(pool).customer().customerId()));
        if (chance.in100(1)) {
            form.put("recused", true);
        }
        boolean claims = chance.in100(25);
        tries(key, person, () -> {
            if (claims) {
                engine.getTaskService().claim(task.getId(), person.name());
                if (chance.in100(5)) { // and leaves it lying
                    return;
                }
            }
            engine.getTaskService().complete(task.getId(), form);
        });
    }

    /** Always in the same order, whatever ids they have. */
    private Task anyTask(String reference) {
        List<Task> open = engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(reference)
                .orderByTaskNameCaseInsensitive()
                .asc()
                .list();
        return open.isEmpty() ? null : chance.oneOf(open);
    }

    private void moveCase(Application of) {
        String what =
                chance.drawn("agency 12, release 22, change 8, revocation 22, withdrawal 16, audit 14, recusal 2");
        Person person = somebody(doors.whoseIsIt(of, what));
        tries(what, person, () -> doors.move(of, what, person, chance));
    }

    private void draftDirective(Application of) {
        Person person = somebody(Set.of("oncd-directors", "state-directors", "commerce-directors", "hhs-directors"));
        Map<String, Object> form =
                WalkForms.directive(chance, clock.instant(), of.customer().customerId());
        tries("draft a directive", person, () -> directives.add(doors.draftsDirective(form)));
    }

    private void tries(String what, Person person, Runnable step) {
        if (person != null) {
            List<String> groups = new ArrayList<>(person.groups());
            if (chance.in100(2)) { // a session that knows of groups that are none
                groups.add(chance.oneOf(chance.oneOf(people.all()).groups()));
            }
            engine.getIdentityService().setAuthentication(person.name(), groups);
        }
        try {
            step.run();
            tally.add("done     " + what);
        } catch (RuleBroken | Refused e) {
            tally.add("refused  " + inGeneral(e.getMessage()));
        } catch (AuthorizationException e) {
            tally.add("refused  by the rights of the engine");
        } catch (Invalid | WrongState | NotFound e) {
            tally.add("refused  as not possible now");
        } catch (BadUserRequestException | NullValueException e) {
            tally.add("refused  as gone or claimed");
        } catch (RuntimeException e) {
            fault(what, e);
        } finally {
            engine.getIdentityService().clearAuthentication();
        }
    }

    private void fault(String what, RuntimeException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (e instanceof ProcessEngineException
                && String.valueOf(e.getMessage()).contains("is already claimed by someone else")) {
            tally.add("refused  as gone or claimed");
            return;
        }
        tally.add("FAULT    " + what);
        synchronized (faults) {
            if (faults.size() < MOST_FAULTS_KEPT) {
                faults.add(what + ": " + e + " <- " + root);
            }
        }
    }

    private static String inGeneral(String message) {
        return message.replaceAll(
                        "\\b[a-z.]+-(directors|committee)\\b|\\b(oncd|ostp|commerce|state|energy|defense|hhs)\\b", "…")
                .replaceAll("\\b(ONCD|OSTP|Commerce|State|Energy|Defense|HHS)\\b", "…")
                .replaceAll("claimed by [a-z.]+", "claimed by …")
                .replaceAll("CD-\\d+-\\d+", "…")
                .replaceAll("Only [a-z.]+, who drafted", "Only …, who drafted")
                .replaceAll("\\d+", "#");
    }
}
