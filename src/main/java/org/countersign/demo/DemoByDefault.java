package org.countersign.demo;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Without a database of one's own the application is the demonstration; with one it is not, unless asked to be. Cookies of
 * anything else are for TLS alone.
 */
class DemoByDefault implements EnvironmentPostProcessor {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        boolean ownDatabase =
                !environment.getProperty("spring.datasource.url", "").isBlank();
        environment
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "demoByDefault", Map.of("countersign.demo", String.valueOf(!ownDatabase))));
        boolean demo = environment.getRequiredProperty("countersign.demo", Boolean.class);
        environment
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "cookies", Map.of("camunda.bpm.webapp.csrf.enable-secure-cookie", String.valueOf(!demo))));
    }
}
