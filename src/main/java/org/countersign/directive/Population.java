package org.countersign.directive;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/**
 * Whom a directive cuts off.
 *
 * @param members the customers, bands, domains or labs that it names; none where the kind says it all
 */
public record Population(String kind, List<String> members) {

    static final String FOREIGN_PERSONS = "foreign-persons";
    static final String CUSTOMERS = "customers";

    public boolean isForeignPersons() {
        return kind.equals(FOREIGN_PERSONS);
    }

    public boolean isOfCustomers() {
        return kind.equals(CUSTOMERS);
    }

    /** After "cuts off". */
    String inWords() {
        String named = String.join(", ", members);
        return switch (kind) {
            case FOREIGN_PERSONS -> "foreign persons";
            case "lab-staff" -> "the staff of labs";
            case "band" -> "customers of risk band " + named;
            case "domain" -> "customers in " + named;
            case "lab" -> "everybody at " + named;
            default -> members.isEmpty() ? kind : kind + " " + named;
        };
    }

    /** As it is entered: {@code band:high,severe}. */
    @JsonValue
    @Override
    public String toString() {
        return members.isEmpty() ? kind : kind + ":" + String.join(",", members);
    }
}
