package org.countersign.access;

import org.countersign.problem.Problems;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;

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
                .formLogin(
                        form -> form.loginPage(PAGE).defaultSuccessUrl(TASKLIST).failureUrl(PAGE + "?error"))
                .logout(logout -> logout.logoutRequestMatcher(SignOut.REQUESTS)
                        .addLogoutHandler(session::signOut)
                        .logoutSuccessHandler(new SignOut()));
    }

    @Override
    public void ofPrograms(HttpSecurity http) throws Exception {
        http.authenticationProvider(accounts)
                .httpBasic(basic -> basic.authenticationEntryPoint((request, response, e) -> {
                    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Countersign\"");
                    problems.write(response, HttpStatus.UNAUTHORIZED, "Sign in with your staff account.");
                }));
    }
}
