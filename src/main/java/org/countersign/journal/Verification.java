package org.countersign.journal;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Verifies a journal wherever it is kept, and receipts, without the application that wrote them. */
public final class Verification {

    private final List<NoteKey> keys;
    private final Map<String, Checkpoint> kept = new LinkedHashMap<>();
    private final Breaks breaks = new Breaks();
    private final List<String> notProven = new ArrayList<>();
    private boolean provesNothing;

    /** @param keys whose signatures count, each as {@code name+id+key} */
    public Verification(List<String> keys) {
        this.keys = keys.stream().map(NoteKey::parse).toList();
    }

    /**
     * What was found.
     *
     * @param breaks what is wrong; empty when everything holds
     * @param notProven what is neither wrong nor proven, because it waits
     * @param provesNothing whether there is a receipt of which everything waits
     */
    public record Result(long entries, List<String> breaks, List<String> notProven, boolean provesNothing) {}

    /** Files by their path, as they are published or exported. */
    public interface Files {
        Optional<byte[]> read(String path) throws IOException;
    }

    public static String keyText(String origin, byte[] publicKey) {
        return new NoteKey(origin, publicKey).toString();
    }

    /** The line under a checkpoint that says who signed it. */
    public static String signatureLine(String origin, byte[] publicKey, byte[] signature) {
        return new NoteKey(origin, publicKey).line(signature);
    }

    /** The journal must also contain what somebody kept of it. */
    public void against(String what, String note) {
        try {
            kept.put(what, read(note, keys));
        } catch (IllegalArgumentException e) {
            breaks.add("%s: %s", what, e.getMessage());
        }
    }

    /** A receipt by itself, and then as something the journal must contain. */
    public Result receipt(String what, String json) {
        Optional<ReceiptCheck.Checked> checked = new ReceiptCheck(keys, breaks).check(what, json);
        checked.flatMap(ReceiptCheck.Checked::checkpoint).ifPresent(checkpoint -> kept.put(what, checkpoint));
        checked.filter(found -> found.waiting() > 0).ifPresent(found -> {
            notProven.add(
                    found.proven() == 0
                            ? "%s: all its entries wait for their place, so nothing is proven yet".formatted(what)
                            : "%s: %d of its entries wait for their place and are not proven yet"
                                    .formatted(what, found.waiting()));
            provesNothing |= found.proven() == 0;
        });
        return result(checked.map(ReceiptCheck.Checked::proven).orElse(0L));
    }

    private Result result(long entries) {
        return new Result(entries, breaks.lines(), List.copyOf(notProven), provesNothing);
    }

    /** Everything in the database, in one snapshot. */
    public Result database(Connection db) throws SQLException {
        var tree = new TreeCheck(breaks);
        kept.forEach(tree::expect);
        long entries = new DatabaseCheck(db, tree, breaks).run(keys);
        return result(entries);
    }

    /** What is published: checkpoint, tiles, leaves; and the entries themselves where they are exported as well. */
    public Result files(Files files) throws IOException {
        var tree = new TreeCheck(breaks);
        kept.forEach(tree::expect);
        long entries = new FilesCheck(files, tree, breaks).run(keys);
        return result(entries);
    }

    /** A checkpoint that one of the keys has signed under its own name. */
    static Checkpoint read(String note, List<NoteKey> keys) {
        SignedNote signed = SignedNote.parse(note);
        Checkpoint checkpoint = Checkpoint.parse(signed);
        if (keys.stream().noneMatch(key -> key.name().equals(checkpoint.origin()) && key.hasSigned(signed))) {
            throw new IllegalArgumentException("it is not signed by a key that counts");
        }
        return checkpoint;
    }
}
