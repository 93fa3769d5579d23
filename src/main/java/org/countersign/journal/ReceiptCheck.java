package org.countersign.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Checks a receipt by what it carries: each entry's hash, its case, its way to the root, and who signed the root. */
final class ReceiptCheck {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final List<String> TOLD =
            List.of("at", "action", "subject", "actor", "actorSalt", "actorHash", "content", "salt", "contentHash");

    private final List<NoteKey> keys;
    private final Breaks breaks;

    ReceiptCheck(List<NoteKey> keys, Breaks breaks) {
        this.keys = keys;
        this.breaks = breaks;
    }

    /**
     * What is found.
     *
     * @param checkpoint what it was made from; none as long as everything waits
     * @param proven how many entries are in the tree
     * @param waiting how many have no place yet, so nothing proves that they are in the journal at all
     */
    record Checked(Optional<Checkpoint> checkpoint, long proven, long waiting) {}

    Optional<Checked> check(String what, String json) {
        try {
            JsonNode receipt = JSON.readTree(json);
            List<JsonNode> placed = new ArrayList<>();
            long waiting = 0;
            for (JsonNode entry : receipt.path("entries")) {
                readSelf(what, receipt.path("reference").asText(), entry);
                if (entry.hasNonNull("index")) {
                    placed.add(entry);
                } else {
                    waiting++;
                }
            }
            String note = receipt.path("checkpoint").asText();
            if (placed.isEmpty() && waiting > 0 && note.isEmpty()) {
                return Optional.of(new Checked(Optional.empty(), 0, waiting));
            }
            Checkpoint checkpoint = Verification.read(note, keys);
            placed.forEach(entry -> findInTree(what, entry, checkpoint));
            if (placed.isEmpty() ? waiting == 0 : placed.stream().noneMatch(ReceiptCheck::isTold)) {
                // A case begins with what the applicant wrote. Nothing else binds bare hashes to a case.
                breaks.add("%s: nothing in it is of the case that it names", what);
            }
            return Optional.of(new Checked(Optional.of(checkpoint), placed.size(), waiting));
        } catch (JsonProcessingException e) {
            breaks.add("%s is no receipt", what);
        } catch (IllegalArgumentException | DateTimeException e) {
            breaks.add("%s: %s", what, e.getMessage());
        }
        return Optional.empty();
    }

    private static boolean isTold(JsonNode entry) {
        return TOLD.stream().anyMatch(entry::has);
    }

    /** What it says of itself, wherever it is. Part of what is told cannot be checked without the rest. */
    private void readSelf(String what, String reference, JsonNode entry) {
        if (!isTold(entry)) {
            return;
        }
        long number = entry.path("number").asLong();
        String subject = entry.path("subject").asText();
        if (!subject.equals(reference)) {
            breaks.add("%s: entry %d is not of the case that it names", what, number);
        }
        byte[] actorHash = hex(entry, "actorHash");
        byte[] contentHash = hex(entry, "contentHash");
        long micros = ChronoUnit.MICROS.between(
                Instant.EPOCH, Instant.parse(entry.path("at").asText()));
        byte[] computed =
                Hashes.ofEntry(number, micros, entry.path("action").asText(), subject, actorHash, contentHash);
        if (!Arrays.equals(hex(entry, "entryHash"), computed)) {
            breaks.add("%s: the hash of entry %d is not that of what it says", what, number);
        }
        salted(what, number, entry, "actor", "actorSalt", actorHash);
        salted(what, number, entry, "content", "salt", contentHash);
    }

    private void findInTree(String what, JsonNode entry, Checkpoint checkpoint) {
        List<byte[]> proof = new ArrayList<>();
        entry.path("proof").forEach(sibling -> proof.add(HexFormat.of().parseHex(sibling.asText())));
        byte[] leaf = Hashes.ofLeaf(hex(entry, "entryHash"));
        long index = entry.path("index").asLong();
        if (!Proofs.includes(checkpoint.root(), checkpoint.size(), index, leaf, proof)) {
            breaks.add(
                    "%s: entry %d is not in the tree that was signed",
                    what, entry.path("number").asLong());
        }
    }

    private void salted(String what, long number, JsonNode entry, String text, String salt, byte[] hash) {
        if (!entry.has(text) && !entry.has(salt)) {
            return;
        }
        byte[] with = hex(entry, salt);
        if (with.length != Hashes.SALT_LENGTH) {
            breaks.add("%s: the salt of the %s of entry %d is not of %d bytes", what, text, number, Hashes.SALT_LENGTH);
        }
        if (!Arrays.equals(hash, Hashes.salted(with, entry.path(text).asText()))) {
            breaks.add("%s: the %s of entry %d is not the one that was hashed", what, text, number);
        }
    }

    private static byte[] hex(JsonNode entry, String member) {
        return HexFormat.of().parseHex(entry.path(member).asText());
    }
}
