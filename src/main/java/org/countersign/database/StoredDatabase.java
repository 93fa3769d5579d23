package org.countersign.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The database below a data directory, for reading: of a Countersign that runs, or started for as long as it is read. */
public record StoredDatabase(String url, String user, String password, Runnable release) implements AutoCloseable {

    private static final int PORT_LINE = 3;

    public static StoredDatabase open(Path dataDirectory) throws IOException {
        Path folder = dataDirectory.toAbsolutePath().normalize().resolve("postgres");
        if (!Files.exists(folder.resolve("PG_VERSION"))) {
            throw new IOException("There is no database in " + dataDirectory);
        }
        if (Postmaster.recordedIn(folder.toRealPath())
                .filter(Postmaster::servesItsFolder)
                .isPresent()) {
            List<String> lines = Files.readAllLines(folder.resolve("postmaster.pid"));
            int port = Integer.parseInt(lines.get(PORT_LINE).strip());
            var roles = new DatabaseRoles(port, Credentials.read(dataDirectory.resolve(Credentials.FILE_NAME)));
            return new StoredDatabase(
                    roles.url(), DatabaseRoles.APPLICATION, roles.credentials().applicationPassword(), () -> {});
        }
        EmbeddedDatabase started = EmbeddedDatabase.start(dataDirectory, Durability.FULL);
        return new StoredDatabase(
                started.url(), started.applicationUser(), started.applicationPassword(), started::close);
    }

    @Override
    public void close() {
        release.run();
    }

    @Override
    public String toString() {
        return "StoredDatabase[" + url + "]";
    }
}
