package org.countersign.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the people of the simulation remember of one case. */
final class SimulatedCase {

    private final String id;
    private final String reference;
    private final String lab;
    private final Chance chance;
    private final Set<String> steppedBack = new HashSet<>();
    private final Map<String, String> drafters = new HashMap<>();
    private final Set<String> participants = new HashSet<>();
    private int appeals;
    private int questionsOfIntake;

    SimulatedCase(String id, String reference, String lab, Chance chance) {
        this.id = id;
        this.reference = reference;
        this.lab = lab;
        this.chance = chance;
    }

    String id() {
        return id;
    }

    String reference() {
        return reference;
    }

    /** Its client and secret. */
    String lab() {
        return lab;
    }

    Chance chance() {
        return chance;
    }

    void stepsBack(String person) {
        steppedBack.add(person);
    }

    boolean hasSteppedBack(String person) {
        return steppedBack.contains(person);
    }

    void drafted(String agency, String person) {
        drafters.put(agency + " " + person, person);
    }

    boolean hasDrafted(String person) {
        return drafters.containsValue(person);
    }

    boolean hasDraftedFor(String agency, String person) {
        return drafters.containsKey(agency + " " + person);
    }

    void takesPart(String person) {
        participants.add(person);
    }

    boolean hasTakenPart(String person) {
        return participants.contains(person);
    }

    /** No more of them than there are people to decide one each. */
    boolean mayAppeal() {
        return ++appeals <= People.APPEALS_SEATS;
    }

    int questionsOfIntake() {
        return questionsOfIntake;
    }

    void intakeAsks() {
        questionsOfIntake++;
    }
}
