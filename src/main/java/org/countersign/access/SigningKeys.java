package org.countersign.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The keys this installation signs with, in a file that only its user can read: never in the database,
 * never in the jar. Nodes of one installation share the directory.
 */
@Component
class SigningKeys {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final JWKSet keys;

    SigningKeys(@Value("${countersign.data-dir}") Path dataDirectory) {
        Path file = dataDirectory.resolve("keys").resolve("signing-keys.json");
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            keys = JWKSet.load(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("The signing keys in " + file + " cannot be read or made", e);
        } catch (ParseException e) {
            throw new IllegalStateException("The signing keys in " + file + " are damaged", e);
        }
    }

    JWKSet all() {
        return keys;
    }

    /** Written aside and then linked into place: of two nodes that start together, one wins and both read its keys. */
    private static void create(Path file) throws IOException {
        Files.createDirectories(file.getParent().getParent());
        if (!Files.exists(file.getParent())) {
            Files.createDirectories(file.getParent(), OWNER_ONLY_FOLDER);
        }
        Path draft = Files.createTempFile(file.getParent(), "signing-keys", ".draft", OWNER_ONLY_FILE);
        try {
            Files.writeString(draft, new JWKSet(newKey()).toString(false));
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // another node was first
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("Every Java has the curve P-256", e);
        }
    }
}
