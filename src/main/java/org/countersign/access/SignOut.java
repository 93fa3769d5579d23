package org.countersign.access;

import static org.springframework.http.HttpMethod.POST;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.logout.LogoutSuccessHandler;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The two buttons that end a session, ours and Tasklist's own, and what comes after. */
class SignOut implements LogoutSuccessHandler {

    static final String OF_TASKLIST = "/camunda/api/admin/auth/user/default/logout";

    private static final PathPatternRequestMatcher.Builder PATH = PathPatternRequestMatcher.withDefaults();

    static final RequestMatcher REQUESTS =
            new OrRequestMatcher(PATH.matcher(POST, "/sign-out"), PATH.matcher(POST, OF_TASKLIST));

    @Override
    public void onLogoutSuccess(HttpServletRequest request, HttpServletResponse response, Authentication signedOut)
            throws IOException {
        if (request.getRequestURI().equals(OF_TASKLIST)) {
            response.setStatus(HttpStatus.NO_CONTENT.value()); // its script goes to the page of the sign-in
        } else {
            response.sendRedirect(StaffSignIn.PAGE + "?out");
        }
    }
}
