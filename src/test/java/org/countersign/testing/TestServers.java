package org.countersign.testing;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.countersign.database.Durability;
import org.countersign.database.EmbeddedDatabase;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** The peers of the application under test, real ones, started once for the whole run. */
public class TestServers implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Path DIRECTORY = temporaryDirectory();
    public static final EmbeddedDatabase DATABASE = startDatabase();
    public static final GreenMail MAIL = startMail();

    private static volatile boolean closesWithContext;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        // Registered first, so closed last: nothing of the application waits for a database that is gone.
        ((DefaultListableBeanFactory) context.getBeanFactory())
                .registerDisposableBean("testServers", TestServers::close);
        closesWithContext = true;
        TestPropertyValues.of(
                        "spring.datasource.url=" + DATABASE.url(),
                        "spring.datasource.username=" + DATABASE.applicationUser(),
                        "spring.datasource.password=" + DATABASE.applicationPassword(),
                        "spring.flyway.user=" + DATABASE.ownerUser(),
                        "spring.flyway.password=" + DATABASE.ownerPassword(),
                        "spring.mail.port=" + MAIL.getSmtp().getPort(),
                        "countersign.data-dir=" + DIRECTORY.resolve("data"))
                .applyTo(context);
    }

    /** What a test leaves behind need not survive a power failure; what is measured has to. */
    private static EmbeddedDatabase startDatabase() {
        EmbeddedDatabase database = EmbeddedDatabase.start(
                DIRECTORY.resolve("database"), Boolean.getBoolean("fsync") ? Durability.FULL : Durability.NONE);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (!closesWithContext) {
                close();
            }
        }));
        return database;
    }

    private static void close() {
        DATABASE.close();
        MAIL.stop();
        deleteDirectory();
    }

    private static GreenMail startMail() {
        var mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        return mail;
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("countersign-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteDirectory() {
        try {
            FileSystemUtils.deleteRecursively(DIRECTORY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
