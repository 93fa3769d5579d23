package org.countersign.access;

import org.countersign.problem.Problems;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** The part of the API that is for staff; a lab's token opens nothing here. */
@Configuration(proxyBeanMethods = false)
class StaffApiSecurity {

    /** Asked before the labs' chain, which has the rest of the API. */
    private static final String[] PATHS = {
        "/api/v1/screening/**",
        "/api/v1/conditions/**",
        "/api/v1/cases/**",
        "/api/v1/licenses/*/revocation/**",
        "/api/v1/processes/**",
        "/api/v1/staff/**",
        LabController.PATH,
        LabController.PATH + "/**"
    };

    @Bean
    @Order(2)
    SecurityFilterChain staffApiChain(HttpSecurity http, StaffSignIn staff, Permissions permissions, Problems problems)
            throws Exception {
        staff.ofPrograms(http);
        return http.securityMatcher(PATHS)
                .authorizeHttpRequests(permissions.staff())
                .exceptionHandling(errors -> errors.accessDeniedHandler((request, response, e) ->
                        problems.write(response, HttpStatus.FORBIDDEN, "This is not open to your groups.")))
                .csrf(AbstractHttpConfigurer::disable) // no cookies are read here
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }
}
