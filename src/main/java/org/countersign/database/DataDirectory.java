package org.countersign.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A data directory held by this process alone. The hold is a lock of the operating system, which lets go of it when the
 * process ends in whatever way, {@code kill -9} included.
 */
final class DataDirectory implements AutoCloseable {

    /**
     * Directories held by this very JVM. Asked before the lock file is opened, for on POSIX systems closing any handle
     * of a file drops every lock the process has on it: a refused second attempt would free the first.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lockFile;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    static DataDirectory hold(Path directory) {
        Path path = created(directory.toAbsolutePath().normalize());
        if (!HELD.add(path)) {
            throw inUse(path, Long.toString(ProcessHandle.current().pid()));
        }
        try {
            return new DataDirectory(path, lock(path));
        } catch (IOException e) {
            HELD.remove(path);
            throw notWritable(path, e);
        } catch (RuntimeException e) {
            HELD.remove(path);
            throw e;
        }
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public String toString() {
        return path.toString();
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot let go of " + path, e);
        } finally {
            HELD.remove(path);
        }
    }

    static StartRefused notWritable(Path directory, IOException cause) {
        String reason = cause.getMessage();
        if (cause instanceof AccessDeniedException) {
            reason = "permission denied";
        } else if (cause instanceof FileSystemException refusal && refusal.getReason() != null) {
            reason = refusal.getReason();
        }
        return new StartRefused(
                "The data directory %s cannot be written (%s); make it writable or choose another with --countersign.data-dir=…"
                        .formatted(directory, reason),
                cause);
    }

    private static Path created(Path directory) {
        // PostgreSQL's programs hand the path to a shell between double quotes.
        if (directory.toString().matches("(?s).*[\"$`\\\\\\p{Cntrl}].*")) {
            throw new StartRefused(
                    "The data directory %s has a character PostgreSQL cannot work with (one of \" $ ` \\); choose another with --countersign.data-dir=…"
                            .formatted(directory));
        }
        try {
            // Holds passwords, keys and uploads: nobody else's business.
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return directory.toRealPath();
        } catch (FileAlreadyExistsException e) {
            throw new StartRefused(
                    "The data directory %s cannot be used, because a file stands at %s; choose another with --countersign.data-dir=…"
                            .formatted(directory, e.getFile()),
                    e);
        } catch (IOException e) {
            throw notWritable(directory, e);
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel file = FileChannel.open(
                directory.resolve("countersign.lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            FileLock lock = file.tryLock();
            if (lock == null) {
                throw inUse(directory, read(file));
            }
            file.truncate(0);
            file.write(StandardCharsets.UTF_8.encode(
                    Long.toString(ProcessHandle.current().pid())));
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static String read(FileChannel file) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(20);
        file.read(content, 0);
        return StandardCharsets.UTF_8.decode(content.flip()).toString();
    }

    private static StartRefused inUse(Path directory, String holder) {
        return new StartRefused(
                "The data directory %s is in use by another Countersign%s; stop that one or choose another directory with --countersign.data-dir=…"
                        .formatted(directory, holder.isEmpty() ? "" : " (process " + holder + ")"));
    }
}
