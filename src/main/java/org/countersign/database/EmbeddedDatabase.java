package org.countersign.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL below the data directory, for everybody who gives Countersign no database of their own.
 *
 * <p>The programs come from zonky's archives, but not its wrapper, which lets every account of the machine in without a
 * password ({@code initdb -A trust}), runs the server with {@code -F} (no fsync), and leaves a server behind for good
 * when its JVM is killed.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private final DataDirectory dataDirectory;
    private final PostgresServer server;
    private final DatabaseRoles roles;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedDatabase(DataDirectory dataDirectory, PostgresServer server, DatabaseRoles roles) {
        this.dataDirectory = dataDirectory;
        this.server = server;
        this.roles = roles;
    }

    /** Starts the server on the data of a former start, or on a new and empty database. */
    public static EmbeddedDatabase start(Path dataDirectory, Durability durability) {
        DataDirectory held = DataDirectory.hold(dataDirectory);
        try {
            return start(held, durability);
        } catch (IOException e) {
            held.close();
            throw DataDirectory.notWritable(dataDirectory, e);
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    private static EmbeddedDatabase start(DataDirectory dataDirectory, Durability durability) throws IOException {
        PostgresServer server = new PostgresServer(PostgresArchive.unpacked(dataDirectory), dataDirectory);
        Credentials credentials = credentials(dataDirectory, server.hasData());
        if (!server.hasData()) {
            server.initialize(credentials.superuserPassword(), durability);
        }
        DatabaseRoles roles = new DatabaseRoles(server.start(durability), credentials);
        try {
            roles.establish();
        } catch (SQLException e) {
            server.stop();
            throw new StartRefused(
                    "The embedded database in %s cannot be prepared (%s)".formatted(dataDirectory, e.getMessage()), e);
        }
        LOG.info("PostgreSQL runs on port {} of the loopback address, its data in {}", roles.port(), dataDirectory);
        return new EmbeddedDatabase(dataDirectory, server, roles);
    }

    private static Credentials credentials(DataDirectory dataDirectory, boolean needed) throws IOException {
        Path file = dataDirectory.resolve(Credentials.FILE_NAME);
        if (Files.exists(file)) {
            return Credentials.read(file);
        }
        if (needed) {
            throw new StartRefused(
                    "The file %s is missing, and without its passwords nobody can open the database beside it; restore it from a backup"
                            .formatted(file));
        }
        return Credentials.create(file);
    }

    public String url() {
        return roles.url();
    }

    /** The role of the running application: reads and writes what the migrations grant. */
    public String applicationUser() {
        return DatabaseRoles.APPLICATION;
    }

    public String applicationPassword() {
        return roles.credentials().applicationPassword();
    }

    /** The role of the migrations: owns the database and the schema. */
    public String ownerUser() {
        return DatabaseRoles.OWNER;
    }

    public String ownerPassword() {
        return roles.credentials().ownerPassword();
    }

    /** Stops the server, then lets go of the data directory. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            server.stop();
        } catch (IOException e) {
            // The next start finds and stops it.
            LOG.warn("{}", e.getMessage());
        } finally {
            dataDirectory.close();
        }
    }
}
