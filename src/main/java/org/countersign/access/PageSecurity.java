package org.countersign.access;

import static org.springframework.http.HttpMethod.GET;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import org.camunda.bpm.webapp.impl.security.auth.ContainerBasedAuthenticationFilter;
import org.countersign.problem.Problems;
import org.countersign.workflow.BoundedQueries;
import org.countersign.workflow.EngineRequests;
import org.countersign.workflow.FormFacts;
import org.countersign.workflow.FormVariables;
import org.countersign.workflow.Refusals;
import org.countersign.workflow.StartFormTables;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.web.PathPatternRequestMatcherBuilderFactoryBean;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;

/** Our pages and the engine's web applications: one sign-in for both, everything closed that is not named. */
@Configuration(proxyBeanMethods = false)
class PageSecurity {

    private static final PathPatternRequestMatcher.Builder PATH = PathPatternRequestMatcher.withDefaults();

    /** Paths are matched as the client wrote them, whichever servlet serves them: the engine brings its own. */
    @Bean
    static PathPatternRequestMatcherBuilderFactoryBean pathsAsWritten() {
        return new PathPatternRequestMatcherBuilderFactoryBean();
    }

    @Bean
    @Order(6)
    SecurityFilterChain pageChain(
            HttpSecurity http,
            StaffSignIn staff,
            Permissions permissions,
            @Lazy FormFacts facts,
            ObjectMapper json,
            Problems problems)
            throws Exception {
        staff.ofBrowsers(http);
        return http.authorizeHttpRequests(permissions.staff())
                .exceptionHandling(errors -> errors.defaultAuthenticationEntryPointFor(
                                new LoginUrlAuthenticationEntryPoint("/sign-in"), PATH.matcher("/camunda/app/**"))
                        .defaultAuthenticationEntryPointFor(
                                new LoginUrlAuthenticationEntryPoint("/sign-in"), PATH.matcher("/cases/**"))
                        .defaultAuthenticationEntryPointFor(
                                new LoginUrlAuthenticationEntryPoint("/sign-in"), PATH.matcher("/directives/**"))
                        .defaultAuthenticationEntryPointFor(
                                new LoginUrlAuthenticationEntryPoint("/sign-in"), PATH.matcher("/oversight"))
                        .defaultAuthenticationEntryPointFor(
                                new LoginUrlAuthenticationEntryPoint("/sign-in"), PATH.matcher("/processes/**"))
                        .defaultAuthenticationEntryPointFor(
                                new LoginUrlAuthenticationEntryPoint("/sign-in"), PATH.matcher("/records"))
                        .defaultAuthenticationEntryPointFor(
                                (request, response, e) -> response.setStatus(HttpStatus.UNAUTHORIZED.value()),
                                PATH.matcher("/camunda/api/**"))
                        .defaultAuthenticationEntryPointFor(
                                (request, response, e) -> response.sendError(HttpServletResponse.SC_NOT_FOUND),
                                request -> true))
                .exceptionHandling(errors -> errors.accessDeniedHandler(new TurnedAway()))
                // The web applications check a token of their own on every change.
                .csrf(csrf -> csrf.ignoringRequestMatchers("/camunda/**", "/demo/clock"))
                // Where to go after signing in is remembered for pages of staff only: anybody could fill the table of
                // sessions by asking for pages that do not exist.
                .requestCache(cache -> cache.requestCache(staffPagesOnly()))
                .headers(ResponseHeaders::keepNothingOfTheEngine)
                .addFilterAfter(new BoundedQueries(problems), AuthorizationFilter.class)
                .addFilterAfter(new Refusals(json), BoundedQueries.class)
                .addFilterAfter(new FormVariables(json, facts), Refusals.class)
                .addFilterAfter(new StartFormTables(json, facts), FormVariables.class)
                .addFilterAfter(new EngineRequests(json, problems), FormVariables.class)
                .build();
    }

    private static RequestCache staffPagesOnly() {
        var cache = new HttpSessionRequestCache();
        cache.setRequestMatcher(new OrRequestMatcher(
                PATH.matcher(GET, "/camunda/app/**"),
                PATH.matcher(GET, "/cases"),
                PATH.matcher(GET, "/cases/*"),
                PATH.matcher(GET, "/directives"),
                PATH.matcher(GET, "/oversight"),
                PATH.matcher(GET, "/records"),
                PATH.matcher(GET, "/cases/*/release"),
                PATH.matcher(GET, "/processes"),
                PATH.matcher(GET, "/processes/*"),
                PATH.matcher(GET, "/processes/proposals/*"),
                PATH.matcher(GET, "/directives/*")));
        return cache;
    }

    /** Makes the signed-in person known to the engine's web applications. */
    @Bean
    FilterRegistrationBean<ContainerBasedAuthenticationFilter> webApplicationIdentity() {
        var registration = new FilterRegistrationBean<>(new ContainerBasedAuthenticationFilter());
        registration.addInitParameter("authentication-provider", SignedInStaff.class.getName());
        registration.addUrlPatterns("/camunda/app/*", "/camunda/api/*");
        registration.setOrder(101); // after the security chain, before the web applications' own filters
        return registration;
    }
}
