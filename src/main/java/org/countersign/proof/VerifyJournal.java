package org.countersign.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.countersign.journal.Verification;
import org.countersign.journal.Verification.Result;
import org.countersign.signing.NamedKeyFile;

/** {@code verify-journal}. */
final class VerifyJournal {

    private static final String KEY_FILE = "COUNTERSIGN_JOURNAL_KEY_KEY_FILE";

    private final Options options;
    private final Map<String, String> environment;
    private final PrintStream out;

    VerifyJournal(Options options, Map<String, String> environment, PrintStream out) {
        this.options = options;
        this.environment = environment;
        this.out = out;
    }

    int run() throws IOException, SQLException {
        if (!options.others().isEmpty()) {
            throw new IllegalArgumentException("What is " + options.others().get(0) + "?");
        }
        long begin = System.nanoTime();
        Result result;
        String what;
        if (options.from() != null) {
            what = options.from();
            result = published();
        } else if (!options.receipts().isEmpty()) {
            what = String.join(", ", options.receipts());
            result = receiptsAlone();
        } else {
            what = "The database";
            result = database();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        result.notProven().forEach(out::println);
        if (result.breaks().isEmpty() && result.provesNothing()) {
            out.printf("%s: %,d entries, and nothing is wrong. Ask for the receipt again.%n", what, result.entries());
            return Commands.NOT_YET;
        }
        if (result.breaks().isEmpty()) {
            out.printf("%s: %,d entries, and everything holds (%.1f s).%n", what, result.entries(), seconds);
            return Commands.GOOD;
        }
        out.printf("%s: %,d entries, and this does NOT hold:%n", what, result.entries());
        result.breaks().forEach(line -> out.println("- " + line));
        return Commands.BROKEN;
    }

    private Result published() throws IOException {
        Verification.Files files = PublishedFiles.at(options.from());
        List<String> keys = givenKeys();
        if (keys.isEmpty()) {
            keys = files.read("key")
                    .map(bytes -> lines(new String(bytes, StandardCharsets.UTF_8)))
                    .orElseThrow(() -> new IOException("there is no key there; name it with --key"));
            out.println("The key was found at the same place: compare it with one that you have from elsewhere.");
        }
        Verification verification = prepared(keys);
        for (String receipt : options.receipts()) {
            verification.receipt(receipt, read(receipt));
        }
        return verification.files(files);
    }

    private Result receiptsAlone() throws IOException {
        List<String> keys = givenKeys();
        if (keys.isEmpty()) {
            for (String receipt : options.receipts()) {
                keys.add(keyIn(receipt));
            }
            out.println("The key was found in the receipt: compare it with one that you have from elsewhere.");
        }
        Verification verification = prepared(keys);
        long entries = 0;
        Result last = null;
        for (String receipt : options.receipts()) {
            last = verification.receipt(receipt, read(receipt));
            entries += last.entries();
        }
        return new Result(entries, last.breaks(), last.notProven(), last.provesNothing());
    }

    private Result database() throws IOException, SQLException {
        List<String> keys = givenKeys();
        Path file = keyFile(options, environment);
        Optional<String> lastSigned = Optional.empty();
        if (Files.exists(file)) {
            NamedKeyFile key = NamedKeyFile.read(file);
            // Before the snapshot: what was signed by now is in it.
            lastSigned = key.kept(JournalKey.LAST_SIGNED);
            if (keys.isEmpty()) {
                keys.add(Verification.keyText(key.name(), key.publicKey()));
            }
        }
        if (keys.isEmpty()) {
            throw new IOException("there is no key at " + file + "; name it with --key");
        }
        try (var database = JournalDatabase.open(options.dataDirectory(), environment)) {
            Verification verification = prepared(keys);
            lastSigned.ifPresent(note -> verification.against("what the key signed last", note));
            return verification.database(database.connection());
        }
    }

    /** Where this installation keeps the journal's key. */
    static Path keyFile(Options options, Map<String, String> environment) {
        return environment.containsKey(KEY_FILE)
                ? Path.of(environment.get(KEY_FILE))
                : JournalKey.file(null, options.dataDirectory());
    }

    private Verification prepared(List<String> keys) throws IOException {
        var verification = new Verification(keys);
        for (String checkpoint : options.checkpoints()) {
            verification.against(checkpoint, read(checkpoint));
        }
        return verification;
    }

    private List<String> givenKeys() throws IOException {
        List<String> keys = new ArrayList<>();
        for (String key : options.keys()) {
            boolean isFile = Files.exists(Path.of(key));
            if (!isFile && !key.contains("+")) {
                throw new IOException("--key " + key + " is neither a file that is there nor a key");
            }
            keys.addAll(isFile ? lines(read(key)) : List.of(key));
        }
        return keys;
    }

    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank()).toList();
    }

    private static String keyIn(String receipt) throws IOException {
        try {
            return new ObjectMapper().readTree(read(receipt)).path("key").asText();
        } catch (JsonProcessingException e) {
            throw new IOException(receipt + " is no receipt", e);
        }
    }

    private static String read(String file) throws IOException {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new IOException(file + " is not there or no text", e);
        }
    }
}
