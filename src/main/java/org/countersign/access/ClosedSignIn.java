package org.countersign.access;

import org.countersign.problem.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;

/** Not at all, as long as nobody has said where staff sign in. */
class ClosedSignIn implements StaffSignIn {

    private final Problems problems;

    ClosedSignIn(Problems problems) {
        this.problems = problems;
    }

    @Override
    public void ofBrowsers(HttpSecurity http) {
        // Strangers are sent to the page of the sign-in, which says why there is none.
    }

    @Override
    public void ofPrograms(HttpSecurity http) throws Exception {
        http.exceptionHandling(errors -> errors.authenticationEntryPoint((request, response, e) -> problems.write(
                response, HttpStatus.UNAUTHORIZED, "Nobody can sign in here: no identity provider is set.")));
    }
}
