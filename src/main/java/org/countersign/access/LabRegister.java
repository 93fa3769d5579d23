package org.countersign.access;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.countersign.journal.Journal;
import org.countersign.lab.Lab;
import org.countersign.lab.LabNews;
import org.countersign.lab.Labs;
import org.countersign.lab.Suspension;
import org.countersign.problem.Invalid;
import org.countersign.problem.NotFound;
import org.countersign.problem.WrongState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Admits labs and keeps them out. */
@Component
class LabRegister {

    /** In the journal a lab acts under its id, as staff act under their names: the two must never look alike. */
    private static final String PREFIX = "lab-";

    private static final Pattern ID = Pattern.compile(PREFIX + "[a-z0-9]+(-[a-z0-9]+)*");

    private static final int LONGEST_ID = 60;

    private final Labs labs;
    private final LabClients clients;
    private final KeyRing ring;
    private final LabStandings standings;
    private final Journal journal;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    LabRegister(
            Labs labs,
            LabClients clients,
            KeyRing ring,
            LabStandings standings,
            Journal journal,
            ApplicationEventPublisher events,
            Clock clock) {
        this.labs = labs;
        this.clients = clients;
        this.ring = ring;
        this.standings = standings;
        this.journal = journal;
        this.events = events;
        this.clock = clock;
    }

    /** Whether nobody but a lab may act under this name. */
    static boolean isLabsOwn(String name) {
        return name.startsWith(PREFIX);
    }

    /** @return whether the lab is new */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean put(Lab wanted, List<Map<String, Object>> jwks, String by) {
        if (wanted.id().length() > LONGEST_ID || !ID.matcher(wanted.id()).matches()) {
            throw new Invalid(
                    "id",
                    "Small letters, digits and single hyphens, beginning with lab-, at most %d in all."
                            .formatted(LONGEST_ID));
        }
        boolean isNew = labs.register(wanted, wanted.id());
        if (isNew) {
            if (jwks.isEmpty()) {
                throw new Invalid("keys", "A new lab needs at least one key to sign in with.");
            }
            clients.add(wanted.id(), wanted.name());
            journal.record(by, "lab-registered", wanted.id(), contact(wanted));
        } else {
            change(wanted, by);
        }
        for (int n = 0; n < jwks.size(); n++) {
            String field = "keys[" + n + "]";
            ring.add(wanted, PublicKey.of(jwks.get(n), field), field, by);
        }
        return isNew;
    }

    private void change(Lab wanted, String by) {
        Lab before = labs.hold(wanted.id()).orElseThrow();
        if (before.equals(wanted)) {
            return;
        }
        labs.change(wanted);
        journal.record(by, "lab-changed", wanted.id(), contact(wanted));
        tell(before, "contact-changed", "", by);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Lab suspend(String id, String reasons, String by) {
        Lab lab = held(id);
        if (!labs.suspend(id, new Suspension(reasons, by, clock.instant()))) {
            throw new WrongState("This lab is suspended already.");
        }
        journal.record(by, "lab-suspended", id, Map.of("reasons", reasons));
        tell(lab, "lab-suspended", reasons, by);
        return lab;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Lab reinstate(String id, String reasons, String by) {
        Lab lab = held(id);
        if (!labs.reinstate(id, by, reasons, clock.instant())) {
            throw new WrongState("This lab is not suspended.");
        }
        journal.record(by, "lab-reinstated", id, Map.of("reasons", reasons));
        tell(lab, "lab-reinstated", reasons, by);
        return lab;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Lab removeKeys(String id, List<String> kids, String reasons, String by) {
        Lab lab = held(id);
        ring.removeAll(lab, kids, reasons, by);
        return lab;
    }

    private Lab held(String id) {
        return labs.hold(id).orElseThrow(() -> new NotFound("lab"));
    }

    private static Map<String, String> contact(Lab lab) {
        return Map.of("name", lab.name(), "contactEmail", lab.contactEmail());
    }

    private void tell(Lab lab, String kind, String reasons, String by) {
        standings.change();
        events.publishEvent(new LabNews(lab, kind, List.of(), reasons, by));
    }
}
