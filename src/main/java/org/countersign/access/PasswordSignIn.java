package org.countersign.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.countersign.problem.Problems;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.AuthenticationException;

/** With an account of the engine and its password: for the demonstration. */
class PasswordSignIn implements StaffSignIn {

    private final StaffAccounts accounts;
    private final SessionOfStaff session;
    private final Problems problems;

    PasswordSignIn(StaffAccounts accounts, SessionOfStaff session, Problems problems) {
        this.accounts = accounts;
        this.session = session;
        this.problems = problems;
    }

    @Override
    public void ofBrowsers(HttpSecurity http) throws Exception {
        session.keepFor(http);
        http.authenticationProvider(accounts)
                .formLogin(form -> form.loginPage(PAGE)
                        .successHandler(new FirstPage())
                        .failureHandler(PasswordSignIn::notSignedIn))
                .logout(logout -> logout.logoutRequestMatcher(SignOut.REQUESTS)
                        .addLogoutHandler(session::signOut)
                        .logoutSuccessHandler(new SignOut()));
    }

    @Override
    public void ofPrograms(HttpSecurity http) throws Exception {
        http.authenticationProvider(accounts)
                .httpBasic(basic -> basic.authenticationEntryPoint(new AskForPassword(problems)));
    }

    private static void notSignedIn(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        response.sendRedirect(PAGE + (e instanceof SignInLocked ? "?locked" : "?error"));
    }
}
