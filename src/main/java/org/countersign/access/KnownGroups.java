package org.countersign.access;

import java.util.Collection;
import org.countersign.model.Groups;
import org.springframework.stereotype.Component;

/** Diagrams may give tasks to these groups. */
@Component
class KnownGroups implements Groups {

    @Override
    public Collection<String> all() {
        return StaffGroups.all();
    }
}
