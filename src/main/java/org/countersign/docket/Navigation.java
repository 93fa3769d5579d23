package org.countersign.docket;

import org.countersign.access.StaffGroups;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What the navigation of every page has to know of who looks at it. */
@ControllerAdvice(annotations = Controller.class)
class Navigation {

    @ModelAttribute("owner")
    boolean owner(Authentication person) {
        return person != null && StaffGroups.of(person).contains(StaffGroups.PROCESS_OWNERS);
    }

    @ModelAttribute("keeper")
    boolean keeper(Authentication person) {
        return person != null && StaffGroups.of(person).contains(StaffGroups.RECORDS);
    }
}
