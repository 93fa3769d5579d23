package org.countersign.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.countersign.problem.Problems;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** The answer to who is not signed in with HTTP Basic, or has been wrong too often. */
final class AskForPassword implements AuthenticationEntryPoint {

    private final Problems problems;

    AskForPassword(Problems problems) {
        this.problems = problems;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        if (e instanceof SignInLocked locked) {
            TooMany.write(response, problems, SignInLocked.WORDS, locked.howLong());
            return;
        }
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Countersign\"");
        problems.write(response, HttpStatus.UNAUTHORIZED, "Sign in with your staff account.");
    }
}
