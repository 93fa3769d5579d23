package org.countersign.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.countersign.access.StaffGroups;

/**
 * Everybody of the demonstration, colleagues of theirs, and people in groups that do not go together. Who is barred from
 * deciding is said here by name, and not asked of the rules under test.
 */
final class WalkPeople {

    record Person(String name, List<String> groups) {}

    private final List<Person> all = new ArrayList<>();
    private final List<Person> barred = new ArrayList<>();
    private final List<Person> hired = new ArrayList<>();
    private final Map<String, List<Person>> byGroup = new LinkedHashMap<>();

    WalkPeople() {
        add("intake.officer", StaffGroups.INTAKE);
        for (String agency : StaffGroups.AGENCIES) {
            add(agency + ".reviewer", agency);
            add(agency + ".director", agency, agency + "-directors");
            hire("walk." + agency + ".reviewer", agency);
            hire("walk." + agency + ".director", agency + "-directors");
        }
        add("committee.chair", StaffGroups.OPERATING_COMMITTEE);
        add("auditor.one", StaffGroups.AUDITORS);
        add("auditor.two", StaffGroups.AUDITORS);
        add("appeals.officer", StaffGroups.APPEALS);
        add("appeals.judge", StaffGroups.APPEALS);
        hire("walk.clerk", StaffGroups.INTAKE);
        hire("walk.vice", StaffGroups.OPERATING_COMMITTEE);
        hire("walk.auditor", StaffGroups.AUDITORS);
        hire("walk.judge", StaffGroups.APPEALS);
        // Allowed, and not twice in one case.
        hire("walk.of.two", "oncd", "oncd-directors", "ostp", "ostp-directors");
        hire("walk.of.commerce.and.state", "commerce", "commerce-directors", "state", "state-directors");
        hire("walk.judge.of.commerce", StaffGroups.APPEALS, "commerce", "commerce-directors");
        hire("walk.chair.of.oncd", StaffGroups.OPERATING_COMMITTEE, "oncd", "oncd-directors");
        hire("walk.clerk.of.ostp", StaffGroups.INTAKE, "ostp", "ostp-directors");
        hire("walk.clerk.and.judge", StaffGroups.INTAKE, StaffGroups.APPEALS);
        List<String> every = StaffGroups.caseworkers();
        hire("walk.everything", every.toArray(String[]::new));
        // Barred, whatever else they are.
        bar("process.owner", StaffGroups.PROCESS_OWNERS);
        bar("process.second", StaffGroups.PROCESS_OWNERS);
        bar("admin", StaffGroups.ADMINISTRATORS);
        bar("walk.admin.of.oncd", StaffGroups.ADMINISTRATORS, "oncd", "oncd-directors");
        bar("walk.admin.of.commerce", StaffGroups.ADMINISTRATORS, "commerce", "commerce-directors");
        bar("walk.admin.judge", StaffGroups.ADMINISTRATORS, StaffGroups.APPEALS);
        bar("walk.admin.auditor", StaffGroups.ADMINISTRATORS, StaffGroups.AUDITORS);
        bar("walk.admin.of.all", with(every, StaffGroups.ADMINISTRATORS));
        bar("walk.owner.of.ostp", StaffGroups.PROCESS_OWNERS, "ostp", "ostp-directors");
        bar("walk.owner.chair", StaffGroups.PROCESS_OWNERS, StaffGroups.OPERATING_COMMITTEE);
        bar("walk.owner.of.all", with(every, StaffGroups.PROCESS_OWNERS));
        bar("walk.auditor.of.oncd", StaffGroups.AUDITORS, "oncd", "oncd-directors");
        bar("walk.auditor.judge", StaffGroups.AUDITORS, StaffGroups.APPEALS);
        bar("walk.auditor.clerk", StaffGroups.AUDITORS, StaffGroups.INTAKE);
        all.stream().filter(person -> !barred.contains(person)).forEach(person -> person.groups()
                .forEach(group ->
                        byGroup.computeIfAbsent(group, any -> new ArrayList<>()).add(person)));
    }

    private static String[] with(List<String> groups, String more) {
        var both = new ArrayList<>(groups);
        both.add(more);
        return both.toArray(String[]::new);
    }

    private Person add(String name, String... groups) {
        var person = new Person(name, Arrays.asList(groups));
        all.add(person);
        return person;
    }

    private Person hire(String name, String... groups) {
        Person person = add(name, groups);
        hired.add(person);
        return person;
    }

    private void bar(String name, String... groups) {
        barred.add(name.startsWith("walk.") ? hire(name, groups) : add(name, groups));
    }

    List<Person> all() {
        return all;
    }

    List<Person> barred() {
        return barred;
    }

    /** Of those in one of the groups whom nothing bars; of everybody when nobody is. */
    List<Person> anyOf(Set<String> groups) {
        List<Person> found = groups.stream()
                .sorted()
                .flatMap(group -> byGroup.getOrDefault(group, List.of()).stream())
                .distinct()
                .toList();
        return found.isEmpty() ? all : found;
    }

    void takeTheirSeats(IdentityService identity) {
        for (Person person : hired) {
            User user = identity.newUser(person.name());
            user.setPassword("demo");
            identity.saveUser(user);
            person.groups().forEach(group -> identity.createMembership(person.name(), group));
        }
    }

    void leave(IdentityService identity) {
        hired.forEach(person -> identity.deleteUser(person.name()));
    }
}
