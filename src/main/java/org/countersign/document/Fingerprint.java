package org.countersign.document;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of bytes on their way to disk. */
final class Fingerprint {

    private Fingerprint() {}

    static DigestOutputStream of(OutputStream out) {
        try {
            return new DigestOutputStream(out, MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    static String hex(DigestOutputStream out) {
        return HexFormat.of().formatHex(out.getMessageDigest().digest());
    }

    /** Readable by this account only, as everything that Files creates for a while. */
    static Path temporaryFile() {
        try {
            return Files.createTempFile("countersign-document", null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
