package org.countersign.directive;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.countersign.journal.Journal;
import org.countersign.lab.Lab;
import org.countersign.problem.Invalid;
import org.countersign.problem.WrongState;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** A lab tells, once, since when every gateway of its own says no. */
@Component
class Acknowledge {

    private final Acknowledgements acknowledgements;
    private final Journal journal;
    private final Clock clock;

    Acknowledge(Acknowledgements acknowledgements, Journal journal, Clock clock) {
        this.acknowledgements = acknowledgements;
        this.journal = journal;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Acknowledgements.Acknowledgement of(Directive directive, Lab lab, Instant disabledAt, int gateways) {
        Instant now = clock.instant();
        // PostgreSQL keeps microseconds; the same told twice must be the same.
        Instant at = disabledAt.truncatedTo(ChronoUnit.MICROS);
        if (at.isBefore(directive.inForceAt())) {
            throw new Invalid(
                    "disabledAt", "This is before the directive was in force, " + directive.inForceAt() + ".");
        }
        if (at.isAfter(now)) {
            throw new Invalid("disabledAt", "This has not come yet. Tell us when it has happened.");
        }
        var told = new Acknowledgements.Acknowledgement(lab.id(), at, gateways, now);
        if (acknowledgements.add(directive.id(), told)) {
            journal.record(
                    lab.id(),
                    "directive-acknowledged",
                    directive.reference(),
                    Map.of(
                            "directiveId", directive.id(),
                            "lab", lab.id(),
                            "disabledAt", at,
                            "gateways", gateways,
                            "timeToDark", told.timeToDark(directive)));
            return told;
        }
        var earlier = acknowledgements.of(directive.id(), lab.id()).orElseThrow();
        if (!earlier.disabledAt().equals(at) || earlier.gateways() != gateways) {
            throw new WrongState("You have acknowledged this directive already, and otherwise: %d gateways, %s."
                    .formatted(earlier.gateways(), earlier.disabledAt()));
        }
        return earlier;
    }
}
