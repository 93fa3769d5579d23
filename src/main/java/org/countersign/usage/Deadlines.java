package org.countersign.usage;

import java.util.Collection;
import java.util.Set;
import org.countersign.license.License;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What waits for the reports of a license: the deadlines, and the ladder of what follows when they pass. */
@Component
public class Deadlines {

    /** Which of these licenses wait for a report: asked once for a whole batch, so that the others cost nothing. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<String> waiting(Collection<String> licenseIds) {
        return Set.of();
    }

    /** Wakes the ladder. The report is stored, and the case's row is held. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void reported(License license) {}
}
