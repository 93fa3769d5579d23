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

    public List<String> of(String applicationId) {
        return positions.of(applicationId).stream()
                .filter(Positions.Position::isOpen)
                .map(Positions.Position::agency)
                .toList();
    }
}
