package org.countersign.access;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.security.web.util.matcher.RegexRequestMatcher.regexMatcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.DispatcherType;
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
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.web.PathPatternRequestMatcherBuilderFactoryBean;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Our pages and the engine's web applications: one sign-in for both, everything closed that is not named. */
@Configuration(proxyBeanMethods = false)
class PageSecurity {

    private static final PathPatternRequestMatcher.Builder PATH = PathPatternRequestMatcher.withDefaults();
    private static final String ENGINE = "/camunda/api/engine/engine/default";
    private static final String TASKLIST = "/camunda/app/tasklist/";
    private static final String[] STAFF = StaffGroups.all().toArray(String[]::new);
    private static final String[] CASEWORKERS = StaffGroups.caseworkers().toArray(String[]::new);
    private static final String SIGN_OUT_OF_TASKLIST = "/camunda/api/admin/auth/user/default/logout";

    /** Paths are matched as the client wrote them, whichever servlet serves them: the engine brings its own. */
    @Bean
    static PathPatternRequestMatcherBuilderFactoryBean pathsAsWritten() {
        return new PathPatternRequestMatcherBuilderFactoryBean();
    }

    @Bean
    @Order(6)
    SecurityFilterChain pageChain(
            HttpSecurity http, StaffAccounts accounts, @Lazy FormFacts facts, ObjectMapper json, Problems problems)
            throws Exception {
        return http.authenticationProvider(accounts)
                .authorizeHttpRequests(requests -> {
                    requests.requestMatchers(
                                    GET,
                                    "/",
                                    "/sign-in",
                                    "/criteria",
                                    "/statistics",
                                    "/statistics.json",
                                    "/statistics.csv",
                                    "/status-lists/*",
                                    "/journal/checkpoint",
                                    "/journal/key",
                                    "/journal/tile/**",
                                    "/journal/consistency",
                                    "/journal/receipts/*", // opened by the same key as the applicant's page
                                    "/track/*",
                                    "/track/*/documents/*", // the key in the address is what opens it
                                    "/assets/**",
                                    "/favicon.ico",
                                    "/demo/mailbox",
                                    "/swagger-ui.html",
                                    "/swagger-ui/**",
                                    "/camunda/favicon.ico",
                                    "/camunda/lib/**",
                                    "/camunda/assets/**")
                            .permitAll()
                            .requestMatchers(
                                    POST,
                                    "/demo/clock",
                                    "/track/*/documents",
                                    "/track/*/answers",
                                    "/track/*/rebuttal",
                                    "/track/*/withdrawal",
                                    "/track/*/compliance",
                                    "/track/*/appeal",
                                    TurnedAway.UNSENT)
                            .permitAll()
                            .requestMatchers(
                                    GET,
                                    "/cases",
                                    "/cases/*",
                                    "/cases/*/diagrams",
                                    "/directives",
                                    "/directives/*",
                                    "/oversight")
                            .hasAnyAuthority(STAFF)
                            .requestMatchers(
                                    POST,
                                    "/cases/*/recusal",
                                    "/cases/*/agencies",
                                    "/cases/*/conditions",
                                    "/cases/*/revocation",
                                    "/cases/*/revocation-withdrawal")
                            .hasAnyAuthority(STAFF)
                            .requestMatchers(GET, "/records")
                            .hasAnyAuthority(StaffGroups.RECORDS, StaffGroups.PROCESS_OWNERS)
                            .requestMatchers(POST, "/records/schedule/*")
                            .hasAuthority(StaffGroups.PROCESS_OWNERS)
                            .requestMatchers(
                                    GET, "/cases/*/release", "/cases/*/release/*", "/cases/*/release/*/archive")
                            .hasAuthority(StaffGroups.RECORDS)
                            .requestMatchers(
                                    POST,
                                    "/cases/*/release",
                                    "/cases/*/release/*",
                                    "/records/holds",
                                    "/records/holds/*",
                                    "/records/erasures",
                                    "/records/erasures/*")
                            .hasAuthority(StaffGroups.RECORDS)
                            .requestMatchers(GET, "/processes", "/processes/*")
                            .hasAuthority(StaffGroups.PROCESS_OWNERS)
                            .requestMatchers(POST, "/processes/*/migration")
                            .hasAuthority(StaffGroups.PROCESS_OWNERS)
                            .requestMatchers(POST, "/cases/*/documents")
                            .hasAnyAuthority(CASEWORKERS)
                            .requestMatchers(GET, "/cases/*/documents/*")
                            .hasAnyAuthority(CASEWORKERS)
                            .dispatcherTypeMatchers(DispatcherType.ERROR)
                            .permitAll();
                    webApplications(requests);
                    EngineDoor.open(requests, ENGINE);
                    requests.anyRequest().denyAll();
                })
                .formLogin(form ->
                        form.loginPage("/sign-in").defaultSuccessUrl(TASKLIST).failureUrl("/sign-in?error"))
                .logout(logout -> logout.logoutRequestMatcher(new OrRequestMatcher(
                                PATH.matcher(POST, "/sign-out"), PATH.matcher(POST, SIGN_OUT_OF_TASKLIST)))
                        .logoutSuccessHandler((request, response, signedOut) -> {
                            if (request.getRequestURI().equals(SIGN_OUT_OF_TASKLIST)) {
                                response.setStatus(HttpStatus.NO_CONTENT.value());
                            } else {
                                response.sendRedirect("/sign-in?out");
                            }
                        }))
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
                .headers(headers -> headers.addHeaderWriter(
                                ownPagesOnly("default-src 'self'; frame-ancestors 'none'; form-action 'self'"))
                        // The key of the applicant's page is in its address.
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
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
                PATH.matcher(GET, "/directives/*")));
        return cache;
    }

    private static void webApplications(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.requestMatchers("/camunda/api/admin/setup/**", "/camunda/app/admin/**", "/camunda/app/welcome/**")
                .denyAll()
                .requestMatchers(GET, "/camunda", "/camunda/", "/camunda/app", "/camunda/app/")
                .authenticated()
                .requestMatchers(GET, "/camunda/app/tasklist", "/camunda/app/tasklist/**")
                .authenticated()
                .requestMatchers(
                        GET,
                        "/camunda/api/tasklist/plugin/**",
                        "/camunda/api/engine/engine",
                        "/camunda/api/engine/engine/")
                .authenticated()
                .requestMatchers(GET, "/camunda/api/admin/auth/user/default")
                .authenticated()
                .requestMatchers(POST, SIGN_OUT_OF_TASKLIST)
                .authenticated()
                .requestMatchers(
                        GET, "/camunda/app/cockpit", "/camunda/app/cockpit/**", "/camunda/api/cockpit/plugin/**")
                .hasAnyAuthority(StaffGroups.PROCESS_OWNERS, StaffGroups.ADMINISTRATORS)
                // Queries only: the plugin's resources under this path change nothing.
                .requestMatchers(POST, "/camunda/api/cockpit/plugin/base/default/**")
                .hasAnyAuthority(StaffGroups.PROCESS_OWNERS, StaffGroups.ADMINISTRATORS);
    }

    /** The engine's web applications send a policy of their own; Swagger UI styles itself inline. */
    private static DelegatingRequestMatcherHeaderWriter ownPagesOnly(String policy) {
        RequestMatcher others = regexMatcher("^/(camunda|swagger-ui)([/.].*)?$");
        return new DelegatingRequestMatcherHeaderWriter(
                request -> !others.matches(request), new ContentSecurityPolicyHeaderWriter(policy));
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
