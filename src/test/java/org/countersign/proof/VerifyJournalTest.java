package org.countersign.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.countersign.journal.Journal;
import org.countersign.journal.PublishedTree;
import org.countersign.journal.Verification;
import org.countersign.signing.NamedKeyFile;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TestServers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.transaction.support.TransactionTemplate;

/** The commands, as somebody types them: what they read, what they say, how they end. */
@CountersignTest
class VerifyJournalTest {

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private Journal journal;

    @Autowired
    private PublishedTree tree;

    @Autowired
    private TransactionTemplate transaction;

    @Value("${countersign.data-dir}")
    private Path dataDirectory;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void grow() {
        transaction.executeWithoutResult(status -> {
            for (int n = 0; n < 270; n++) {
                journal.record("somebody", "step-taken", "CS-COMMANDS", Map.of("said", "words — and ünïcode"));
            }
        });
        journal.head();
    }

    private int run(String... arguments) {
        said.reset();
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--countersign.data-dir=" + dataDirectory);
        var server = TestServers.DATABASE;
        Map<String, String> environment = Map.of(
                "SPRING_DATASOURCE_URL", server.url(),
                "SPRING_DATASOURCE_USERNAME", server.applicationUser(),
                "SPRING_DATASOURCE_PASSWORD", server.applicationPassword());
        return new Commands(environment, new PrintStream(said, true, StandardCharsets.UTF_8)).command(all);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private Path exported() {
        Path exported = folder.resolve("exported");
        assertThat(run("export-journal", exported.toString())).as(said()).isZero();
        return exported;
    }

    @Test
    void theDatabaseHoldsAndContainsWhatSomebodyKept() throws IOException {
        String older = file("older", tree.checkpoint().orElseThrow());
        grow();
        assertThat(run("verify-journal", "--checkpoint", older)).as(said()).isZero();
        assertThat(said()).contains("everything holds");
    }

    @Test
    void theAddressHoldsAndContainsWhatSomebodyKept() throws IOException {
        String older = file("older", tree.checkpoint().orElseThrow());
        grow();
        assertThat(run("verify-journal", "--from", api.url("/journal"), "--checkpoint", older))
                .as(said())
                .isZero();
        assertThat(said()).contains("compare it with one that you have from elsewhere");
    }

    @Test
    void aDirectoryHoldsWithItsEntriesAndWithoutThem() throws IOException {
        Path exported = exported();
        assertThat(run("verify-journal", "--from", exported.toString(), "--key", tree.key()))
                .as(said())
                .isZero();
        Files.delete(exported.resolve("entries.ndjson"));
        assertThat(run("verify-journal", "--from", exported.toString(), "--key", tree.key()))
                .as(said())
                .isZero();
    }

    @Test
    void aChangedEntryOfADirectoryIsNamed() throws IOException {
        Path entries = exported().resolve("entries.ndjson");
        List<String> lines = new ArrayList<>(Files.readAllLines(entries));
        lines.set(5, lines.get(5).replace("\"action\":\"", "\"action\":\"not-"));
        Files.write(entries, lines);
        assertThat(run("verify-journal", "--from", entries.getParent().toString(), "--key", tree.key()))
                .isEqualTo(1);
        assertThat(said()).contains("does NOT hold", "is not the one that is in the tree");
    }

    @Test
    void aDirectoryBringsItsKey() throws IOException {
        assertThat(run("verify-journal", "--from", exported().toString()))
                .as(said())
                .isZero();
        assertThat(said()).contains("compare it with one that you have from elsewhere");
    }

    @Test
    void anEntryThatSaysSomethingTwiceIsNotBelieved() throws IOException {
        Path entries = exported().resolve("entries.ndjson");
        Files.writeString(
                entries,
                Files.readString(entries).replaceFirst("\\{", "{\"content\":\"something else\",\"content\":\"\","));
        assertThat(run("verify-journal", "--from", entries.getParent().toString(), "--key", tree.key()))
                .isEqualTo(1);
        assertThat(said()).contains("cannot be read");
    }

    @Test
    void aChangedTileOfADirectoryIsNamed() throws IOException {
        Path exported = exported();
        Path tile = exported.resolve("tile/0/000");
        byte[] hashes = Files.readAllBytes(tile);
        hashes[100] ^= 1;
        Files.write(tile, hashes);
        assertThat(run("verify-journal", "--from", exported.toString(), "--key", tree.key()))
                .isEqualTo(1);
        assertThat(said()).contains("tile/0/000 does not hold the hashes of its leaves");

        Files.delete(exported.resolve("tile/entries/000"));
        assertThat(run("verify-journal", "--from", exported.toString(), "--key", tree.key()))
                .isEqualTo(1);
    }

    @Test
    void aDirectoryThatEndsEarlyIsShortened() throws IOException {
        Path exported = exported();
        grow();
        String newer = file("newer", tree.checkpoint().orElseThrow());
        assertThat(run("verify-journal", "--from", exported.toString(), "--key", tree.key(), "--checkpoint", newer))
                .isEqualTo(1);
        assertThat(said()).contains("it was shortened");
    }

    @Test
    void anotherHistoryUnderTheSameKeyIsFound() throws IOException {
        NamedKeyFile key = NamedKeyFile.read(JournalKey.file(null, dataDirectory));
        String body = key.name() + "\n5\n" + "A".repeat(43) + "=\n";
        byte[] signature = key.sign(body.getBytes(StandardCharsets.UTF_8));
        String other = file("other", body + "\n" + Verification.signatureLine(key.name(), key.publicKey(), signature));
        for (List<String> from : List.of(List.<String>of(), List.of("--from", api.url("/journal")))) {
            List<String> all = new ArrayList<>(List.of("verify-journal", "--checkpoint", other));
            all.addAll(from);
            assertThat(run(all.toArray(String[]::new))).isEqualTo(1);
            assertThat(said()).contains("is of another history");
        }
    }

    @Test
    void anotherKeyCountsNothing() throws IOException {
        NamedKeyFile stranger =
                NamedKeyFile.open(folder.resolve("keys").resolve("other.json"), "countersign.local/journal");
        String key = Verification.keyText(stranger.name(), stranger.publicKey());
        assertThat(run("verify-journal", "--key", key)).isEqualTo(1);
        assertThat(said()).contains("not signed by a key that counts");
        assertThat(run("verify-journal", "--from", api.url("/journal"), "--key", file("key", key + "\n")))
                .isEqualTo(1);
    }

    @Test
    void aReceiptHoldsByItselfAndAgainstTheJournal() throws IOException {
        Case acme = cases.received();
        String receipt = file(
                "receipt",
                api.anonymous("GET", acme.trackingPath().replace("/track/", "/journal/receipts/"), request -> {})
                        .body());
        assertThat(run("verify-journal", "--receipt", receipt)).as(said()).isZero();
        assertThat(run("verify-journal", "--receipt", receipt, "--key", tree.key()))
                .as(said())
                .isZero();
        assertThat(run("verify-journal", "--receipt", receipt, "--from", api.url("/journal")))
                .as(said())
                .isZero();
        Files.writeString(
                Path.of(receipt),
                Files.readString(Path.of(receipt)).replace("application-received", "application-denied"));
        assertThat(run("verify-journal", "--receipt", receipt)).isEqualTo(1);
        assertThat(said()).contains("the hash of entry", "is not that of what it says");
    }

    @Test
    void aReceiptOfWhichEverythingWaitsIsNotFalseButProvesNothing() throws IOException {
        Case acme = cases.received();
        JsonNode receipt = api.anonymous(
                        "GET", acme.trackingPath().replace("/track/", "/journal/receipts/"), request -> {})
                .json();
        receipt.get("entries").forEach(entry -> ((ObjectNode) entry).remove("index"));
        String file = file("waiting", receipt.toString());
        assertThat(run("verify-journal", "--receipt", file, "--key", tree.key()))
                .isEqualTo(3);
        assertThat(said()).contains("nothing is proven yet").doesNotContain("holds", "does NOT hold");
        assertThat(run("verify-journal", "--receipt", file, "--from", api.url("/journal")))
                .isEqualTo(3);
        ((ObjectNode) receipt).put("checkpoint", "");
        assertThat(run("verify-journal", "--key", tree.key(), "--receipt", file("unsigned", receipt.toString())))
                .isEqualTo(3);
    }

    @Test
    void whatCannotBeReadIsSaidInAWord() throws IOException {
        assertThat(run("verify-journal", "--from", folder.resolve("nowhere").toString()))
                .isEqualTo(2);
        assertThat(run("verify-journal", "--from", "http://127.0.0.1:1/journal"))
                .isEqualTo(2);
        assertThat(run(
                        "verify-journal",
                        "--checkpoint",
                        folder.resolve("nothing").toString()))
                .isEqualTo(2);
        assertThat(run("verify-journal", "--receipt", file("empty", "no receipt")))
                .isEqualTo(2);
        assertThat(run("verify-journal", "--key", "no key")).isEqualTo(2);
        assertThat(said()).contains("neither a file that is there nor a key");
        assertThat(run("verify-journal", "--wrong")).isEqualTo(2);
        assertThat(run("verify-journal", "--from")).isEqualTo(2);
        assertThat(run("export-journal")).isEqualTo(2);
        assertThat(said()).doesNotContain("Exception", "\tat ");
        assertThat(run("verify-journal", "--checkpoint", file("text", "no checkpoint")))
                .isEqualTo(1);
        assertThat(Commands.run("--server.port=8080")).isEmpty();
    }
}
