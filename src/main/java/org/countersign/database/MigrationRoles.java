package org.countersign.database;

import java.util.Map;
import org.springframework.boot.autoconfigure.flyway.FlywayConfigurationCustomizer;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tells the migrations which role the running application has, so that they grant it what it needs and no more. */
@Configuration(proxyBeanMethods = false)
class MigrationRoles {

    @Bean
    FlywayConfigurationCustomizer applicationRole(JdbcConnectionDetails application) {
        return flyway -> flyway.placeholders(
                Map.of("applicationRole", "\"" + application.getUsername().replace("\"", "\"\"") + "\""));
    }
}
