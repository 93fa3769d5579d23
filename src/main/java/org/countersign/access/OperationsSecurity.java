package org.countersign.access;

import static org.springframework.http.HttpMethod.GET;

import org.countersign.problem.Problems;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** Health for everybody; metrics for administrators, and in the demonstration for everybody, too. */
@Configuration(proxyBeanMethods = false)
class OperationsSecurity {

    @Bean
    @Order(5)
    SecurityFilterChain operationsChain(
            HttpSecurity http,
            StaffAccounts accounts,
            Problems problems,
            @Value("${countersign.demo:false}") boolean demo)
            throws Exception {
        return http.securityMatcher("/actuator/**")
                .authenticationProvider(accounts)
                .authorizeHttpRequests(requests -> {
                    requests.requestMatchers(GET, "/actuator/health", "/actuator/health/*")
                            .permitAll();
                    if (demo) {
                        requests.requestMatchers(GET, "/actuator/prometheus").permitAll();
                    }
                    requests.requestMatchers(GET, "/actuator/prometheus")
                            .hasAuthority(StaffGroups.ADMINISTRATORS)
                            .anyRequest()
                            .denyAll();
                })
                .httpBasic(basic -> basic.authenticationEntryPoint(new AskForPassword(problems)))
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }
}
