package org.countersign.access;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.countersign.journal.Journal;
import org.countersign.lab.Lab;
import org.countersign.lab.LabKey;
import org.countersign.lab.LabKeys;
import org.countersign.lab.LabNews;
import org.countersign.lab.Labs;
import org.countersign.problem.Invalid;
import org.countersign.problem.NotFound;
import org.countersign.problem.WrongState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rules by which a lab's keys change: few, never two labs', and by the lab itself never down to none. */
@Component
class KeyRing {

    /** Enough for a change with two sites; the database has the same number. */
    static final int MOST_KEYS = 5;

    private final Labs labs;
    private final LabKeys keys;
    private final LabStandings standings;
    private final Journal journal;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    KeyRing(
            Labs labs,
            LabKeys keys,
            LabStandings standings,
            Journal journal,
            ApplicationEventPublisher events,
            Clock clock) {
        this.labs = labs;
        this.keys = keys;
        this.standings = standings;
        this.journal = journal;
        this.events = events;
        this.clock = clock;
    }

    /** What is there already stays as it is: a request may arrive twice. @return whether it is new */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean add(Lab lab, PublicKey key, String field, String by) {
        labs.hold(lab.id());
        List<LabKey> before = keys.of(lab.id());
        if (before.stream().anyMatch(known -> known.kid().equals(key.kid()))) {
            return false;
        }
        if (before.size() >= MOST_KEYS) {
            throw new WrongState("A lab has at most %d keys; remove one first.".formatted(MOST_KEYS));
        }
        if (!keys.add(new LabKey(key.kid(), lab.id(), key.json(), clock.instant(), by))) {
            // Whose it is, or was, stays untold.
            throw new Invalid(field, "This key cannot be used, because it was registered before. Make a new one.");
        }
        journal.record(by, "lab-key-added", lab.id(), Map.of("kid", key.kid(), "jwk", key.json()));
        tell(lab, "keys-added", List.of(key.kid()), "", by);
        return true;
    }

    /** By the lab itself. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void remove(Lab lab, String kid) {
        labs.hold(lab.id());
        List<LabKey> before = keys.of(lab.id());
        if (before.stream().noneMatch(key -> key.kid().equals(kid))) {
            throw new NotFound("key");
        }
        if (before.size() == 1) {
            throw new WrongState("This is your last key; add another one first.");
        }
        keys.remove(kid, lab.id(), clock.instant());
        journal.record(lab.id(), "lab-key-removed", lab.id(), Map.of("kid", kid));
        tell(lab, "keys-removed", List.of(kid), "", lab.id());
    }

    /** By an administrator, in an emergency: also the last one. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void removeAll(Lab lab, List<String> kids, String reasons, String by) {
        labs.hold(lab.id());
        List<String> before = keys.of(lab.id()).stream().map(LabKey::kid).toList();
        List<String> removed = kids.isEmpty() ? before : kids;
        if (!before.containsAll(removed)) {
            throw new Invalid("kids", "Not all of these are keys of this lab in use.");
        }
        if (removed.isEmpty()) {
            throw new WrongState("This lab has no key.");
        }
        removed.forEach(kid -> keys.remove(kid, by, clock.instant()));
        journal.record(by, "lab-keys-revoked", lab.id(), Map.of("kids", removed, "reasons", reasons));
        tell(lab, "keys-removed", removed, reasons, by);
    }

    private void tell(Lab lab, String kind, List<String> kids, String reasons, String by) {
        standings.change();
        events.publishEvent(new LabNews(lab, kind, kids, reasons, by));
    }
}
