package org.countersign.database;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import java.util.Set;

/**
 * The random passwords of the embedded server, drawn once and kept beside its data, readable by their owner only. A
 * loopback port is open to every account of the machine, so each login needs one of them.
 */
record Credentials(String superuserPassword, String ownerPassword, String applicationPassword) {

    static final String FILE_NAME = "postgres-credentials.properties";

    static Credentials read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return new Credentials(
                password(properties, file, "superuser"),
                password(properties, file, "owner"),
                password(properties, file, "application"));
    }

    /** Draws new passwords and stores them completely before anything relies on them. */
    static Credentials create(Path file) throws IOException {
        Credentials drawn = new Credentials(draw(), draw(), draw());
        Path unfinished = file.resolveSibling(FILE_NAME + ".new");
        Files.deleteIfExists(unfinished);
        try (FileChannel channel = FileChannel.open(
                        unfinished,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Writer writer = Channels.newWriter(channel, StandardCharsets.UTF_8)) {
            drawn.asProperties().store(writer, "Passwords of the embedded PostgreSQL; without them its data stay shut");
            writer.flush();
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        return drawn;
    }

    @Override
    public String toString() {
        return "Credentials[not shown]";
    }

    private Properties asProperties() {
        Properties properties = new Properties();
        properties.setProperty("superuser", superuserPassword);
        properties.setProperty("owner", ownerPassword);
        properties.setProperty("application", applicationPassword);
        return properties;
    }

    private static String password(Properties properties, Path file, String name) {
        String password = properties.getProperty(name);
        if (password == null || !password.matches("[\\w-]{20,}")) {
            throw new StartRefused(
                    "The file %s has no valid password for '%s'; restore it from a backup".formatted(file, name));
        }
        return password;
    }

    private static String draw() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
