package org.countersign.access;

import org.countersign.problem.Problems;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** What staff do over the API without a task, with HTTP Basic. A lab's token opens nothing here. */
@Configuration(proxyBeanMethods = false)
class StaffApiSecurity {

    private static final String[] PATHS = {"/api/v1/conditions/**"};

    /** Before the labs' chain, which would take the rest of {@code /api}. */
    @Bean
    @Order(1)
    SecurityFilterChain staffApiChain(HttpSecurity http, StaffAccounts accounts, Problems problems) throws Exception {
        return http.securityMatcher(PATHS)
                .authenticationProvider(accounts)
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .httpBasic(basic -> basic.authenticationEntryPoint((request, response, e) -> {
                    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Countersign\"");
                    problems.write(response, HttpStatus.UNAUTHORIZED, "Sign in with your staff account.");
                }))
                .exceptionHandling(errors -> errors.accessDeniedHandler((request, response, e) ->
                        problems.write(response, HttpStatus.FORBIDDEN, "This is not open to you.")))
                // A browser may send remembered Basic credentials on its own, but not with a JSON body from elsewhere.
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }
}
