package org.countersign.document;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/** SHA-256 of bytes on their way to disk. */
final class Fingerprint {

    private Fingerprint() {}

    static DigestOutputStream of(OutputStream out) {
        return new DigestOutputStream(out, DigestUtils.getSha256Digest());
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
