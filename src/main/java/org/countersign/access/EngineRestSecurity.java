package org.countersign.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.camunda.bpm.engine.IdentityService;
import org.countersign.problem.Problems;
import org.countersign.workflow.BoundedQueries;
import org.countersign.workflow.EngineRequests;
import org.countersign.workflow.FormFacts;
import org.countersign.workflow.FormVariables;
import org.countersign.workflow.Refusals;
import org.countersign.workflow.StartFormTables;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/** The engine's REST API for staff. */
@Configuration(proxyBeanMethods = false)
class EngineRestSecurity {

    static final String PATH = "/engine-rest";

    @Bean
    @Order(4)
    SecurityFilterChain engineRestChain(
            HttpSecurity http,
            StaffSignIn staff,
            Permissions permissions,
            @Lazy IdentityService identity,
            @Lazy FormFacts facts,
            ObjectMapper json,
            Problems problems)
            throws Exception {
        staff.ofPrograms(http);
        return http.securityMatcher(PATH, PATH + "/**")
                .authorizeHttpRequests(permissions.staff())
                .exceptionHandling(errors -> errors.accessDeniedHandler((request, response, e) ->
                        problems.write(response, HttpStatus.FORBIDDEN, "This is not open to your groups.")))
                // A browser may send remembered Basic credentials on its own, but not with a JSON body from elsewhere.
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(ResponseHeaders::keepNothingOfTheEngine)
                .addFilterAfter(new EngineIdentity(identity), AuthorizationFilter.class)
                .addFilterAfter(new BoundedQueries(problems), EngineIdentity.class)
                .addFilterAfter(new Refusals(json), BoundedQueries.class)
                .addFilterAfter(new FormVariables(json, facts), Refusals.class)
                .addFilterAfter(new StartFormTables(json, facts), FormVariables.class)
                .addFilterAfter(new EngineRequests(json, problems), FormVariables.class)
                .build();
    }
}
