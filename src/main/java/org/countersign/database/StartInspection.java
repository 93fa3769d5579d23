package org.countersign.database;

import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Looks at what the operator gave us before any bean exists. Contexts without a web server, as in most tests, open no
 * port and are left alone. Runs last, when tests have added their properties.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
class StartInspection implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        if (context instanceof WebServerApplicationContext && context.getParent() == null) {
            HttpPort.of(context.getEnvironment()).requireFree();
            GivenDatabase.requireUsable(context.getEnvironment());
        }
    }
}
