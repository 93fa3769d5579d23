package org.countersign.proposal;

import java.util.List;
import org.countersign.model.Complaint;

/** Models that must not be in force, with what is wrong at which line. */
class ModelsRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Complaint> complaints;

    ModelsRefused(List<Complaint> complaints) {
        super(inWords(complaints));
        this.complaints = List.copyOf(complaints);
    }

    List<Complaint> complaints() {
        return complaints;
    }

    private static String inWords(List<Complaint> complaints) {
        Complaint first = complaints.get(0);
        return "%s, line %d: %s".formatted(first.file(), first.line(), first.message());
    }
}
