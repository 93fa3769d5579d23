package org.countersign.license;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.task.Task;
import org.countersign.workflow.LicenseRevocation;
import org.countersign.workflow.Unfit;
import org.springframework.stereotype.Component;

/** Who opened the revocation of a license does not decide it. */
@Component
class Openers implements Unfit {

    private final Licenses licenses;
    private final Revocations revocations;

    Openers(Licenses licenses, Revocations revocations) {
        this.licenses = licenses;
        this.revocations = revocations;
    }

    @Override
    public Set<String> forTask(String applicationId, Task task) {
        if (!task.getTaskDefinitionKey().equals(LicenseRevocation.DECIDE_REVOCATION)) {
            return Set.of();
        }
        return Stream.of(licenses.ofApplication(applicationId))
                .flatMap(Optional::stream)
                .flatMap(license -> revocations.openOver(license.id()).stream())
                .map(Revocation::openedBy)
                .collect(Collectors.toSet());
    }
}
