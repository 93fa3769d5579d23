package org.countersign.signoff;

import java.util.List;
import org.countersign.workflow.ForProcesses;

/** For the diagram: the agencies that still have to state their position; their sign-offs run in parallel. */
@ForProcesses
public class RequiredAgencies {

    private final Positions positions;

    RequiredAgencies(Positions positions) {
        this.positions = positions;
    }

    /**
     * Every agency has stated its position or was silent, Commerce among them. The database asks the same before it
     * lets a reversal stand in for the signatures.
     */
    public boolean allHeard(String applicationId) {
        List<Positions.Position> asked = positions.of(applicationId);
        return asked.stream().noneMatch(Positions.Position::isOpen)
                && asked.stream().anyMatch(position -> position.agency().equals(CommerceDecisions.COMMERCE));
    }

    public List<String> of(String applicationId) {
        return positions.of(applicationId).stream()
                .filter(Positions.Position::isOpen)
                .map(Positions.Position::agency)
                .toList();
    }
}
