package org.countersign.simulation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.countersign.access.StaffGroups;

/**
 * Who sits in which office. The demo world has one reviewer and one director an agency; the year needs
 * colleagues, so that somebody is left when one steps back.
 */
final class People {

    /** Whoever has decided one appeal has taken part in the case; one is spare for whoever steps back. */
    static final int APPEALS_SEATS = 4;

    private final Map<String, List<String>> byGroup = new TreeMap<>();
    private final IdentityService identity;

    People(IdentityService identity) {
        this.identity = identity;
    }

    void takeTheirSeats() {
        seat(StaffGroups.INTAKE, "intake.officer", "intake.clerk", "intake.deputy");
        seat(StaffGroups.OPERATING_COMMITTEE, "committee.chair", "committee.vice");
        seat(
                StaffGroups.APPEALS,
                "appeals.officer",
                "appeals.judge",
                "appeals.third",
                "appeals.fourth",
                "appeals.fifth");
        for (String agency : StaffGroups.AGENCIES) {
            seat(agency, agency + ".reviewer", agency + ".analyst");
            seat(agency + "-directors", agency + ".director", agency + ".deputy", agency + ".second");
        }
    }

    private void seat(String group, String... people) {
        byGroup.put(group, List.of(people));
        for (String person : people) {
            if (identity.createUserQuery().userId(person).count() == 0) {
                User user = identity.newUser(person);
                user.setEmail(person + "@agency.example");
                user.setPassword("demo");
                identity.saveUser(user);
            }
            if (identity.createUserQuery().userId(person).memberOfGroup(group).count() == 0) {
                identity.createMembership(person, group);
            }
        }
    }

    /** Somebody of the group who is still with the case and fits. */
    Optional<String> anybodyOf(String group, SimulatedCase of, Predicate<String> fits) {
        List<String> free = byGroup.getOrDefault(group, List.of()).stream()
                .filter(person -> !of.hasSteppedBack(person))
                .filter(fits)
                .toList();
        return free.isEmpty() ? Optional.empty() : Optional.of(of.chance().oneOf(free));
    }
}
