package org.countersign.journal;

import java.util.Arrays;
import java.util.Base64;

/** What a tree is known by at one size (C2SP tlog-checkpoint). */
record Checkpoint(String origin, long size, byte[] root) {

    /** Without its signatures. */
    static Checkpoint parse(SignedNote note) {
        String[] lines = note.text().split("\n", -1);
        if (lines.length != 4 || lines[0].isEmpty() || !lines[3].isEmpty() || !lines[1].matches("0|[1-9]\\d{0,17}")) {
            throw new IllegalArgumentException("It is no checkpoint");
        }
        byte[] root = Base64.getDecoder().decode(lines[2]);
        if (root.length != Hashes.LENGTH) {
            throw new IllegalArgumentException("It is no checkpoint: its root is no SHA-256");
        }
        return new Checkpoint(lines[0], Long.parseLong(lines[1]), root);
    }

    String text() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    }

    boolean isOf(long itsSize, byte[] itsRoot) {
        return size == itsSize && Arrays.equals(root, itsRoot);
    }
}
