package org.countersign.journal;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * How entries are hashed: SHA-256 over the fields in a fixed order, each text preceded by its length in
 * bytes, so that no two different entries have the same input.
 */
final class ChainHash {

    private ChainHash() {}

    static byte[] ofContent(String content) {
        return sha256(content.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] ofEntry(
            long seq, Instant at, String actor, String action, String subject, byte[] contentHash, byte[] previous) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeLong(seq);
            for (String field : new String[] {at.toString(), actor, action, subject}) {
                byte[] encoded = field.getBytes(StandardCharsets.UTF_8);
                out.writeInt(encoded.length);
                out.write(encoded);
            }
            out.write(contentHash);
            out.write(previous);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: the stream is in memory
        }
        return sha256(bytes.toByteArray());
    }

    private static byte[] sha256(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
