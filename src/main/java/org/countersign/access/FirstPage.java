package org.countersign.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;

/** Where somebody goes after signing in: to the page that was asked for, else to the tasks, and who has none to the records. */
class FirstPage extends SavedRequestAwareAuthenticationSuccessHandler {

    @Override
    protected String determineTargetUrl(
            HttpServletRequest request, HttpServletResponse response, Authentication signedIn) {
        boolean recordsOnly = Set.of(StaffGroups.RECORDS).equals(Set.copyOf(StaffGroups.of(signedIn)));
        return recordsOnly ? "/records" : StaffSignIn.TASKLIST;
    }
}
