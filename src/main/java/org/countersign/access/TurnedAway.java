package org.countersign.access;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/** What people see whose request is turned away from a page. */
class TurnedAway implements AccessDeniedHandler {

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException, ServletException {
        String path = request.getRequestURI();
        if (e instanceof CsrfException && path.startsWith("/track/")) {
            // An applicant may have written for hours: the words are shown again, in a page that stores nothing.
            String unsent = path.substring(0, path.lastIndexOf('/')) + "/unsent";
            request.getRequestDispatcher(unsent).forward(request, response);
        } else if (e instanceof CsrfException && isCase(path) && isNobody()) {
            response.sendRedirect("/sign-in?expired");
        } else {
            // Elsewhere it stays untold whether there is anything at all.
            boolean said = path.startsWith("/camunda/") || isCase(path);
            response.sendError(said ? HttpServletResponse.SC_FORBIDDEN : HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private static boolean isCase(String path) {
        return path.equals("/cases") || path.startsWith("/cases/");
    }

    private static boolean isNobody() {
        return SecurityContextHolder.getContext().getAuthentication() == null;
    }
}
