package org.countersign.database;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.flyway.FlywayConnectionDetails;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Connects the application and its migrations to the embedded server, each in its own role. The data source depends on
 * the connection details and these on the server, so the server is the last of them to stop.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(NoDatabaseGiven.class)
class EmbeddedDatabaseConfiguration {

    @Bean
    EmbeddedDatabase embeddedDatabase(@Value("${countersign.data-dir:./data}") String dataDirectory) {
        return EmbeddedDatabase.start(Path.of(dataDirectory), Durability.FULL);
    }

    @Bean
    JdbcConnectionDetails applicationConnection(EmbeddedDatabase database) {
        return new JdbcConnectionDetails() {
            @Override
            public String getUsername() {
                return database.applicationUser();
            }

            @Override
            public String getPassword() {
                return database.applicationPassword();
            }

            @Override
            public String getJdbcUrl() {
                return database.url();
            }
        };
    }

    @Bean
    FlywayConnectionDetails migrationConnection(EmbeddedDatabase database) {
        return new FlywayConnectionDetails() {
            @Override
            public String getUsername() {
                return database.ownerUser();
            }

            @Override
            public String getPassword() {
                return database.ownerPassword();
            }

            @Override
            public String getJdbcUrl() {
                return database.url();
            }
        };
    }
}
