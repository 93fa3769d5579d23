package org.countersign.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** As much of Countersign as it takes to be refused: a web server and its database. */
@Configuration(proxyBeanMethods = false)
@Import(EmbeddedDatabaseConfiguration.class)
@ImportAutoConfiguration({
    PropertyPlaceholderAutoConfiguration.class,
    DataSourceAutoConfiguration.class,
    ServletWebServerFactoryAutoConfiguration.class
})
class StartedApplication {

    public static void main(String[] arguments) {
        new SpringApplication(StartedApplication.class).run(arguments);
    }

    /** The same, with a rival that takes the port after Countersign found it free. */
    static class WithRival {

        public static void main(String[] arguments) {
            SpringApplication application = new SpringApplication(StartedApplication.class);
            application.addListeners((ApplicationListener<ApplicationPreparedEvent>) event -> takePort(
                    event.getApplicationContext().getEnvironment().getRequiredProperty("server.port", Integer.class)));
            application.run(arguments);
        }

        private static void takePort(int port) {
            try {
                @SuppressWarnings("resource") // held to the end of this process
                ServerSocket rival = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
                Runtime.getRuntime().addShutdownHook(new Thread(rival::getLocalPort));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
