package org.countersign.proof;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.countersign.database.StartRefused;
import org.countersign.journal.Export;
import org.countersign.journal.Verification;
import org.countersign.signing.NamedKeyFile;
import org.slf4j.LoggerFactory;

/** What the jar does instead of serving: the verifier must not need the application. */
public final class Commands {

    static final int GOOD = 0;
    static final int BROKEN = 1;
    static final int UNREADABLE = 2;
    static final int NOT_YET = 3;

    private static final String USAGE =
            """
            verify-journal [--from URL|DIRECTORY] [--checkpoint FILE]… [--receipt FILE]… [--key FILE|KEY]…
                Verifies the journal in the database, or what is published at an address or exported into a directory;
                with --checkpoint also that nothing signed back then has changed. A receipt is verified by itself
                unless --from is given. Exit code 0: everything holds; 1: it does not; 2: it cannot be read; 3: nothing
                is wrong, but of a receipt nothing is proven yet, because all its entries wait for their place.
            export-journal DIRECTORY
                Writes what is published into a directory, and the entries with their contents, which are not: names
                and addresses of applicants are among them, also those that are removed by law afterwards.

            The database is that of SPRING_DATASOURCE_URL, SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD,
            or else the one below --countersign.data-dir=DIR (./data). The key is the one in the data directory, too.""";

    private final Map<String, String> environment;
    private final PrintStream out;

    Commands(Map<String, String> environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    /** @return the exit code, if the arguments are a command */
    public static OptionalInt run(String... arguments) {
        if (arguments.length == 0
                || !List.of("verify-journal", "export-journal").contains(arguments[0])) {
            return OptionalInt.empty();
        }
        // Nobody configures the log here.
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.WARN);
        }
        return OptionalInt.of(new Commands(System.getenv(), System.out).command(Arrays.asList(arguments)));
    }

    int command(List<String> arguments) {
        try {
            var options = Options.parse(arguments.subList(1, arguments.size()));
            if (options.help()) {
                out.println(USAGE);
                return GOOD;
            }
            return arguments.get(0).equals("verify-journal")
                    ? new VerifyJournal(options, environment, out).run()
                    : export(options);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            out.println(USAGE);
            return UNREADABLE;
        } catch (IOException | SQLException | StartRefused e) {
            out.println("The journal cannot be read: " + e.getMessage());
            return UNREADABLE;
        }
    }

    private int export(Options options) throws IOException, SQLException {
        if (options.others().size() != 1) {
            throw new IllegalArgumentException("Name one directory to write into.");
        }
        Path folder = Path.of(options.others().get(0));
        try (var database = JournalDatabase.open(options.dataDirectory(), environment)) {
            long entries = new Export(database.connection(), folder).write();
            out.printf("%,d entries are in %s.%n", entries, folder);
        }
        Path keyFile = VerifyJournal.keyFile(options, environment);
        if (Files.exists(keyFile)) {
            NamedKeyFile key = NamedKeyFile.read(keyFile);
            Files.writeString(folder.resolve("key"), Verification.keyText(key.name(), key.publicKey()) + "\n");
        }
        return GOOD;
    }
}
