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
    SecurityFilterChain operationsChain(HttpSecurity http, StaffAccounts accounts, Permissions permissions)
            throws Exception {
        return http.securityMatcher("/actuator/**")
                .authenticationProvider(accounts)
                .authorizeHttpRequests(permissions.staff())
                .httpBasic(basic -> basic.realmName("Countersign"))
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }
}
