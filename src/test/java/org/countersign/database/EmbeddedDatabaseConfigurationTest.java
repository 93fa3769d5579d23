package org.countersign.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

class EmbeddedDatabaseConfigurationTest {

    @TempDir
    Path directory;

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withUserConfiguration(EmbeddedDatabaseConfiguration.class)
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class,
                    FlywayAutoConfiguration.class));

    @Test
    void letsTheApplicationAndItsMigrationsWorkInTheirOwnRoles() {
        application
                .withPropertyValues(
                        "countersign.data-dir=" + directory,
                        "spring.flyway.locations=classpath:no/migrations",
                        "spring.flyway.baseline-on-migrate=true",
                        "spring.flyway.default-schema=countersign")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
                    assertThat(jdbc.queryForObject("SELECT current_user", String.class))
                            .isEqualTo("countersign");
                    assertThat(jdbc.queryForObject(
                                    "SELECT tableowner FROM pg_tables WHERE tablename = 'flyway_schema_history'",
                                    String.class))
                            .isEqualTo("countersign_owner");
                    assertThat(context.getBean(HikariDataSource.class).getJdbcUrl())
                            .contains("reWriteBatchedInserts=true");
                });
        assertThat(directory.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void stopsTheServerAfterTheDataSource() {
        application
                .withPropertyValues("countersign.data-dir=" + directory, "spring.flyway.enabled=false")
                .run(context -> {
                    assertThat(context.getBean(DataSource.class)).isNotNull();
                    assertThat(context.getBeanFactory().getDependentBeans("embeddedDatabase"))
                            .contains("applicationConnection");
                    assertThat(context.getBeanFactory().getDependentBeans("applicationConnection"))
                            .contains("dataSource");
                });
    }

    @Test
    void startsNothingWhenADatabaseIsGiven() {
        application
                .withPropertyValues(
                        "spring.datasource.url=jdbc:postgresql://127.0.0.1:1/given",
                        "spring.flyway.enabled=false",
                        "countersign.data-dir=" + directory.resolve("data"))
                .run(context -> assertThat(context).doesNotHaveBean(EmbeddedDatabase.class));
        assertThat(directory.resolve("data")).doesNotExist();
    }
}
