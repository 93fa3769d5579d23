package org.countersign.database;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.springframework.util.FileSystemUtils;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs packed in our class path, unpacked once per user. The folder is named after the content of the
 * archive and appears by one rename, so any number of checkouts and processes share it without waiting for each other;
 * it lies in the home of the user, so two users never meet.
 */
final class PostgresArchive {

    private PostgresArchive() {}

    /** Unpacks into the user's cache, or below the data directory where the user has no writable home. */
    static PostgresPrograms unpacked(DataDirectory dataDirectory) throws IOException {
        String name = "postgres-" + digest();
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "countersign");
        try {
            return new PostgresPrograms(unpackedIn(cache, name));
        } catch (IOException noHome) {
            return new PostgresPrograms(unpackedIn(dataDirectory.resolve("postgres-programs"), name));
        }
    }

    private static Path unpackedIn(Path cache, String name) throws IOException {
        Path home = cache.resolve(name);
        if (Files.isExecutable(home.resolve("bin/postgres"))) {
            return home;
        }
        Files.createDirectories(
                cache, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path unfinished = Files.createTempDirectory(cache, name + ".");
        try {
            unpack(unfinished);
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            FileSystemUtils.deleteRecursively(unfinished);
            // Another process was faster: its copy is as good as ours.
            if (!Files.isExecutable(home.resolve("bin/postgres"))) {
                throw e;
            }
        }
        return home;
    }

    private static void unpack(Path target) throws IOException {
        try (TarArchiveInputStream archive = new TarArchiveInputStream(new XZInputStream(open()))) {
            for (TarArchiveEntry entry; (entry = archive.getNextEntry()) != null; ) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new FileAlreadyExistsException(entry.getName(), null, "points outside of the archive");
                }
                unpack(archive, entry, path);
            }
        }
    }

    private static void unpack(TarArchiveInputStream archive, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(archive, path);
        if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static String digest() throws IOException {
        try (InputStream archive = open()) {
            return DigestUtils.sha256Hex(archive).substring(0, 16);
        }
    }

    private static InputStream open() throws IOException {
        return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux", System.getProperty("os.arch"));
    }
}
