package org.countersign.access;

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
    SecurityFilterChain operationsChain(HttpSecurity http, StaffSignIn staff, Permissions permissions)
            throws Exception {
        staff.ofPrograms(http);
        return http.securityMatcher("/actuator/**")
                .authorizeHttpRequests(permissions.staff())
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }
}
