package org.countersign.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** One PostgreSQL server on one data folder: made, started, stopped. Its log lies beside the folder. */
final class PostgresServer {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);

    /** Crash recovery after {@code kill -9} replays at most max_wal_size (1 GB); a slow disk does that in a minute. */
    private static final String START_LIMIT_SECONDS = "120";

    private static final String STOP_LIMIT_SECONDS = "60";
    private static final int ATTEMPTS = 3;

    private final PostgresPrograms programs;
    private final Path folder;
    private final Path log;

    PostgresServer(PostgresPrograms programs, DataDirectory dataDirectory) {
        this.programs = programs;
        this.folder = dataDirectory.resolve("postgres");
        this.log = dataDirectory.resolve("postgres.log");
    }

    boolean hasData() throws IOException {
        Path versionFile = folder.resolve("PG_VERSION");
        if (!Files.exists(versionFile)) {
            return false;
        }
        String found = Files.readString(versionFile).strip();
        String ours = programs.majorVersion();
        if (!found.equals(ours)) {
            throw new StartRefused(
                    "The data in %s were made by PostgreSQL %s, but this Countersign brings PostgreSQL %s; convert them with pg_upgrade or choose another directory with --countersign.data-dir=…"
                            .formatted(folder, found, ours));
        }
        return true;
    }

    /** Makes the data folder aside and moves it into place whole, so a start cut short leaves no half of it. */
    void initialize(String superuserPassword, Durability durability) throws IOException {
        Path unfinished = folder.resolveSibling("postgres.new");
        FileSystemUtils.deleteRecursively(unfinished);
        List<String> arguments = new ArrayList<>(List.of(
                "--pgdata=" + unfinished,
                "--username=" + DatabaseRoles.SUPERUSER,
                "--pwfile=/dev/stdin",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                // The same order of texts on every machine, whatever locales it has.
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"));
        if (durability == Durability.NONE) {
            arguments.add("--no-sync");
        }
        PostgresPrograms.Outcome outcome =
                programs.runWithInput(superuserPassword + "\n", "initdb", arguments.toArray(String[]::new));
        if (!outcome.succeeded()) {
            throw new StartRefused("PostgreSQL cannot make its data folder %s (%s)"
                    .formatted(folder, lastLine(outcome.output().lines())));
        }
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel parent = FileChannel.open(folder.getParent(), StandardOpenOption.READ)) {
            parent.force(true);
        }
    }

    /** Starts on a free port of the loopback address and returns that port. */
    int start(Durability durability) throws IOException {
        keepFormerLog();
        for (int attempt = 1; ; attempt++) {
            stopOrphan();
            int port = freePort();
            PostgresPrograms.Outcome outcome = programs.run(
                    "pg_ctl",
                    "start",
                    "--pgdata=" + folder,
                    "--log=" + log,
                    "--wait",
                    "--timeout=" + START_LIMIT_SECONDS,
                    "--options=" + options(port, durability));
            if (outcome.succeeded()) {
                return port;
            }
            // Another program may take the free port first; a killed Countersign may have been starting a server
            // itself.
            if (attempt == ATTEMPTS) {
                throw new StartRefused(
                        "PostgreSQL cannot start on %s (%s); its log is %s".formatted(folder, reason(), log));
            }
            LOG.info("PostgreSQL did not start ({}); trying again", reason());
        }
    }

    /** Ends the sessions, writes a checkpoint and waits until the server is gone. */
    void stop() throws IOException {
        PostgresPrograms.Outcome outcome = stop("fast");
        if (!outcome.succeeded() && Postmaster.recordedIn(folder).isPresent()) {
            throw new IOException(
                    "PostgreSQL did not stop: " + lastLine(outcome.output().lines()));
        }
    }

    /**
     * A server outlives a killed JVM and still carries its open sessions, with their locks. It is stopped rather than
     * taken over, so each start knows the settings of its server.
     */
    private void stopOrphan() throws IOException {
        Postmaster postmaster = Postmaster.recordedIn(folder).orElse(null);
        if (postmaster == null) {
            return;
        }
        if (postmaster.servesItsFolder()) {
            LOG.info("Stopping {}, left behind by a killed process", postmaster);
            if (!stop("fast").succeeded()) {
                stop("immediate");
            }
        } else if (postmaster.isAnotherProgram()) {
            postmaster.disown();
        }
    }

    private PostgresPrograms.Outcome stop(String mode) throws IOException {
        return programs.run(
                "pg_ctl", "stop", "--pgdata=" + folder, "--mode=" + mode, "--wait", "--timeout=" + STOP_LIMIT_SECONDS);
    }

    private static String options(int port, Durability durability) {
        List<String> settings = new ArrayList<>(durability.settings());
        if (durability == Durability.FULL && System.getProperty("os.name").startsWith("Mac")) {
            // Anything less stops at the cache of the drive there.
            settings.add("wal_sync_method=fsync_writethrough");
        }
        settings.add("port=" + port);
        settings.add("listen_addresses=127.0.0.1");
        // A socket in the shared /tmp would be one more door.
        settings.add("unix_socket_directories=");
        settings.add("max_connections=100");
        settings.add("timezone=UTC");
        settings.add("log_timezone=UTC");
        return settings.stream().map(setting -> "-c " + setting).collect(Collectors.joining(" "));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private void keepFormerLog() throws IOException {
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling("postgres.previous.log"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private String reason() throws IOException {
        if (!Files.exists(log)) {
            return "no reason given";
        }
        try (Stream<String> lines = Files.lines(log)) {
            return lastLine(lines.filter(line -> line.contains("FATAL:") || line.contains("PANIC:")));
        }
    }

    private static String lastLine(Stream<String> lines) {
        return lines.filter(line -> !line.isBlank())
                .reduce((former, latter) -> latter)
                .orElse("no reason given")
                .strip();
    }
}
