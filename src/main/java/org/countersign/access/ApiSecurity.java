package org.countersign.access;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.countersign.problem.Problems;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** The labs' API: a bearer token for everything but its own description. */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {

    @Bean
    @Order(3)
    SecurityFilterChain apiChain(
            HttpSecurity http,
            Permissions permissions,
            LabSignIn signIn,
            LabStandings standings,
            UsedJwts used,
            RequestAllowance allowance,
            Problems problems)
            throws Exception {
        return http.securityMatcher("/api/**")
                .authorizeHttpRequests(permissions.labs())
                .oauth2ResourceServer(labs -> labs.jwt(Customizer.withDefaults())
                        .authenticationEntryPoint((request, response, e) -> {
                            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                            problems.write(
                                    response,
                                    HttpStatus.UNAUTHORIZED,
                                    "An access token is required: missing, expired or not ours.");
                        })
                        .accessDeniedHandler((request, response, e) ->
                                closed(problems, permissions.methodsOfLabs(request), request.getMethod(), response)))
                .csrf(AbstractHttpConfigurer::disable) // no cookies are read here
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(new ProofProblems(problems), BearerTokenAuthenticationFilter.class)
                .addFilterAfter(new LabDoor(signIn, standings, used, allowance, problems), AuthorizationFilter.class)
                .build();
    }

    /** What has no row is closed; a lab is told whether it has the wrong address, the wrong method or no right. */
    private static void closed(Problems problems, Set<String> open, String method, HttpServletResponse response)
            throws IOException {
        if (open.isEmpty()) {
            problems.write(response, HttpStatus.NOT_FOUND, "There is nothing at this address.");
        } else if (!open.contains(method)) {
            response.setHeader(HttpHeaders.ALLOW, String.join(", ", open));
            problems.write(response, HttpStatus.METHOD_NOT_ALLOWED, "This address does not take this method.");
        } else {
            problems.write(response, HttpStatus.FORBIDDEN, "This is not open to this client.");
        }
    }

    /** What is turned away before any chain sees it: addresses and methods that are never meant well. */
    @Bean
    RequestRejectedHandler rejectedRequests(Problems problems) {
        return (request, response, e) -> {
            if (request.getRequestURI().contains("/api/")) {
                problems.write(response, HttpStatus.BAD_REQUEST, "This address or method cannot be used here.");
            } else {
                response.sendError(HttpStatus.BAD_REQUEST.value());
            }
        };
    }
}
