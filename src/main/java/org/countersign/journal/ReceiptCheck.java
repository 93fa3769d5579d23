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

/** Checks a receipt by what it carries: each entry's hash, its way to the root, and who signed the root. */
final class ReceiptCheck {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final List<NoteKey> keys;
    private final Breaks breaks;

    ReceiptCheck(List<NoteKey> keys, Breaks breaks) {
        this.keys = keys;
        this.breaks = breaks;
    }

    /** @param entries how many are proven */
    record Checked(Checkpoint checkpoint, long entries) {}

    Optional<Checked> check(String what, String json) {
        try {
            JsonNode receipt = JSON.readTree(json);
            Checkpoint checkpoint = Verification.read(receipt.path("checkpoint").asText(), keys);
            long proven = 0;
            for (JsonNode entry : receipt.path("entries")) {
                if (entry.hasNonNull("index")) {
                    check(what, entry, checkpoint);
                    proven++;
                }
            }
            return Optional.of(new Checked(checkpoint, proven));
        } catch (JsonProcessingException e) {
            breaks.add("%s is no receipt", what);
        } catch (IllegalArgumentException | DateTimeException e) {
            breaks.add("%s: %s", what, e.getMessage());
        }
        return Optional.empty();
    }

    private void check(String what, JsonNode entry, Checkpoint checkpoint) {
        long number = entry.path("number").asLong();
        byte[] hash = hex(entry, "entryHash");
        if (entry.has("action")) {
            byte[] actorHash = hex(entry, "actorHash");
            byte[] contentHash = hex(entry, "contentHash");
            long micros = ChronoUnit.MICROS.between(
                    Instant.EPOCH, Instant.parse(entry.path("at").asText()));
            byte[] computed = Hashes.ofEntry(
                    number,
                    micros,
                    entry.path("action").asText(),
                    entry.path("subject").asText(),
                    actorHash,
                    contentHash);
            if (!Arrays.equals(hash, computed)) {
                breaks.add("%s: the hash of entry %d is not that of what it says", what, number);
            }
            salted(what, number, entry, "actor", "actorSalt", actorHash);
            salted(what, number, entry, "content", "salt", contentHash);
        }
        List<byte[]> proof = new ArrayList<>();
        entry.path("proof").forEach(sibling -> proof.add(HexFormat.of().parseHex(sibling.asText())));
        long index = entry.path("index").asLong();
        if (!Proofs.includes(checkpoint.root(), checkpoint.size(), index, Hashes.ofLeaf(hash), proof)) {
            breaks.add("%s: entry %d is not in the tree that was signed", what, number);
        }
    }

    private void salted(String what, long number, JsonNode entry, String text, String salt, byte[] hash) {
        if (entry.has(text)
                && !Arrays.equals(
                        hash, Hashes.salted(hex(entry, salt), entry.path(text).asText()))) {
            breaks.add("%s: the %s of entry %d is not the one that was hashed", what, text, number);
        }
    }

    private static byte[] hex(JsonNode entry, String member) {
        return HexFormat.of().parseHex(entry.path(member).asText());
    }
}
