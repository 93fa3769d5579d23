package org.countersign.journal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 over what an entry says (docs/journal.md), and over a Merkle tree's leaves and nodes (RFC 9162, 2.1.1). */
final class Hashes {

    static final int LENGTH = 32;

    /** Of every salt. With any other length text could move from one to the other under the same hash. */
    static final int SALT_LENGTH = 16;

    private static final String ENTRY = "countersign journal entry v1\n";
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Hashes::newDigest);

    private Hashes() {}

    static byte[] sha256(byte[]... parts) {
        MessageDigest digest = SHA_256.get();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    /** Of a text that its hash must not give away. */
    static byte[] salted(byte[] salt, String text) {
        return sha256(salt, text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param micros when, in microseconds since 1970 */
    static byte[] ofEntry(long id, long micros, String action, String subject, byte[] actorHash, byte[] contentHash) {
        HexFormat hex = HexFormat.of();
        String text = ENTRY
                + id
                + '\n'
                + micros
                + '\n'
                + action
                + '\n'
                + subject
                + '\n'
                + hex.formatHex(actorHash)
                + '\n'
                + hex.formatHex(contentHash)
                + '\n';
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] ofLeaf(byte[] data) {
        MessageDigest digest = SHA_256.get();
        digest.update((byte) 0);
        return digest.digest(data);
    }

    static byte[] ofNode(byte[] left, byte[] right) {
        MessageDigest digest = SHA_256.get();
        digest.update((byte) 1);
        digest.update(left);
        return digest.digest(right);
    }

    /** Of a tree without leaves. */
    static byte[] ofNothing() {
        return sha256();
    }

    static byte[] joined(List<byte[]> hashes) {
        byte[] all = new byte[hashes.size() * LENGTH];
        for (int at = 0; at < hashes.size(); at++) {
            System.arraycopy(hashes.get(at), 0, all, at * LENGTH, LENGTH);
        }
        return all;
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
