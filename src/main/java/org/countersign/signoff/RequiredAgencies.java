package org.countersign.signoff;

import java.util.List;
import org.countersign.workflow.ForProcesses;

/** For the diagram: the agencies whose sign-offs run in parallel. */
@ForProcesses
public class RequiredAgencies {

    private final SignOffs signOffs;

    RequiredAgencies(SignOffs signOffs) {
        this.signOffs = signOffs;
    }

    public List<String> of(String applicationId) {
        return signOffs.of(applicationId).stream().map(SignOff::agency).toList();
    }
}
