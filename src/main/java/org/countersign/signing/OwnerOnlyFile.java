package org.countersign.signing;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file with a key, in a folder that only its user can open: there whole or not at all, also after a power failure. */
public final class OwnerOnlyFile {

    static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private OwnerOnlyFile() {}

    /** Written aside and then linked into place: of two nodes that start together, one wins and both read its file. */
    public static void createUnlessThere(Path file, String text) throws IOException {
        Path folder = file.getParent();
        Files.createDirectories(folder.getParent());
        if (!Files.exists(folder)) {
            Files.createDirectories(folder, FOLDER);
        }
        Path draft = draft(file, text);
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // another node was first
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Beside the file, and on the disk. */
    static Path draft(Path file, String text) throws IOException {
        Path draft = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".draft", FILE);
        Files.writeString(draft, text, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
        return draft;
    }
}
