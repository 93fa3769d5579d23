package org.countersign.database;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The database an operator gave us. One plain connection tells within seconds whether it can be used; left to the
 * connection pool, the same answer takes half a minute and a page of stack traces.
 */
record GivenDatabase(String url, String user, String password) {

    private static final String LIMIT_SECONDS = "8";

    static void requireUsable(Environment environment) {
        String url = environment.getProperty("spring.datasource.url");
        if (!StringUtils.hasText(url)) {
            return;
        }
        new GivenDatabase(
                        url,
                        environment.getProperty("spring.datasource.username"),
                        environment.getProperty("spring.datasource.password"))
                .requireUsable();
        String migrationUser = environment.getProperty("spring.flyway.user");
        if (StringUtils.hasText(migrationUser)) {
            new GivenDatabase(
                            environment.getProperty("spring.flyway.url", url),
                            migrationUser,
                            environment.getProperty("spring.flyway.password"))
                    .requireUsable();
        }
    }

    private void requireUsable() {
        Properties parsed = Driver.parseURL(url, null);
        if (parsed == null) {
            // Not shown: it may hold a password.
            throw new StartRefused("The given database address is not of the form jdbc:postgresql://host:port/database;"
                    + " correct SPRING_DATASOURCE_URL");
        }
        Properties login = new Properties();
        PGProperty.LOGIN_TIMEOUT.set(login, LIMIT_SECONDS);
        PGProperty.CONNECT_TIMEOUT.set(login, LIMIT_SECONDS);
        PGProperty.USER.set(login, user);
        PGProperty.PASSWORD.set(login, password);
        try {
            DriverManager.getConnection(url, login).close();
        } catch (SQLException e) {
            throw new StartRefused(
                    "The database %s:%s/%s cannot be used (%s); check SPRING_DATASOURCE_URL, SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD"
                            .formatted(
                                    PGProperty.PG_HOST.getOrDefault(parsed),
                                    PGProperty.PG_PORT.getOrDefault(parsed),
                                    PGProperty.PG_DBNAME.getOrDefault(parsed),
                                    reason(e)),
                    e);
        }
    }

    private static String reason(SQLException refusal) {
        if (refusal.getCause() instanceof UnknownHostException) {
            return "no host of that name is known";
        }
        if (refusal.getCause() instanceof ConnectException e) {
            return e.getMessage();
        }
        if (refusal.getCause() instanceof SocketTimeoutException) {
            return "it does not answer";
        }
        return refusal.getMessage().lines().findFirst().orElse("no reason given");
    }
}
