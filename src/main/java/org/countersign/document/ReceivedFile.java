package org.countersign.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import org.countersign.problem.Invalid;
import org.countersign.problem.Malformed;
import org.countersign.problem.Refused;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;

/** A file on its way in, on disk and not in memory, counted and hashed while it arrived. Gone when closed. */
record ReceivedFile(Path path, long size, String sha256) implements AutoCloseable {

    static ReceivedFile from(InputStream sender, DataSize mostBytes) {
        Path path = Fingerprint.temporaryFile();
        try (DigestOutputStream file = Fingerprint.of(Files.newOutputStream(path))) {
            long size = copy(sender, file, mostBytes);
            if (size == 0) {
                throw new Invalid("file", "The file is empty.");
            }
            return new ReceivedFile(path, size, Fingerprint.hex(file));
        } catch (IOException e) {
            delete(path);
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            delete(path);
            throw e;
        }
    }

    private static long copy(InputStream sender, OutputStream file, DataSize mostBytes) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        long size = 0;
        for (int read; (read = read(sender, buffer)) >= 0; ) {
            size += read;
            if (size > mostBytes.toBytes()) {
                throw new Refused(
                        HttpStatus.PAYLOAD_TOO_LARGE, "file", "The file is larger than " + words(mostBytes) + ".");
            }
            file.write(buffer, 0, read);
        }
        return size;
    }

    /** Our disk may fail, and that is our fault; a sender that goes away is nobody's. */
    private static int read(InputStream sender, byte[] buffer) {
        try {
            return sender.read(buffer);
        } catch (IOException e) {
            throw new Malformed("file", "The file broke off before its end.");
        }
    }

    static String words(DataSize size) {
        return size.toMegabytes() > 0
                        && size.toBytes() % DataSize.ofMegabytes(1).toBytes() == 0
                ? size.toMegabytes() + " MiB"
                : size.toBytes() + " bytes";
    }

    @Override
    public void close() {
        delete(path);
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
