package org.countersign.screening;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A list as it was sent, set aside in a file: a slow sender holds up nobody, and the list is never in memory as a whole.
 */
final class ListUpload implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path file;
    private final MessageDigest digest = DigestUtils.getSha256Digest();

    /** Has to be text in UTF-8; a byte that is not is named by its line. */
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

    private final ByteBuffer undecoded = ByteBuffer.allocate(BUFFER_BYTES + 16);
    private final CharBuffer decoded = CharBuffer.allocate(BUFFER_BYTES + 16);
    private long line = 1;
    private String sha256;

    private ListUpload(Path file) {
        this.file = file;
    }

    static ListUpload receive(InputStream body) throws IOException {
        var upload = new ListUpload(Files.createTempFile("countersign-list", ".csv"));
        try {
            upload.copy(body);
            return upload;
        } catch (IOException | RuntimeException e) {
            upload.close();
            throw e;
        }
    }

    private void copy(InputStream body) throws IOException {
        var buffer = new byte[BUFFER_BYTES];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                digest.update(buffer, 0, count);
                out.write(buffer, 0, count);
                undecoded.put(buffer, 0, count);
                decode(false);
            }
        }
        decode(true);
        sha256 = HexFormat.of().formatHex(digest.digest());
    }

    private void decode(boolean last) {
        undecoded.flip();
        CoderResult result = decoder.decode(undecoded, decoded, last);
        decoded.flip();
        line += decoded.chars().filter(letter -> letter == '\n').count();
        if (result.isError()) {
            throw new BadList(line, "The file must be in UTF-8; a byte of this line is not.");
        }
        decoded.clear();
        undecoded.compact();
    }

    Path file() {
        return file;
    }

    String sha256() {
        return sha256;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
