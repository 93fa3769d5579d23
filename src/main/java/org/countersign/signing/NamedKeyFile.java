package org.countersign.signing;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * An Ed25519 key for one purpose, under a name for ever, in a file that only its user can read; and beside it a text that
 * only ever moves on. Nodes of one installation share the directory.
 */
public final class NamedKeyFile {

    private static final int LENGTH = 32;

    private final Path file;
    private final String name;
    private final byte[] publicKey;
    private final PrivateKey secret;

    private NamedKeyFile(Path file, OctetKeyPair key) throws GeneralSecurityException {
        this.file = file;
        this.name = key.getKeyID();
        this.publicKey = key.getDecodedX();
        this.secret = KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, key.getDecodedD()));
    }

    /** Reads the key, or makes one under that name when there is none. */
    public static NamedKeyFile open(Path file, String nameOfNewKey) throws IOException {
        if (!Files.exists(file)) {
            OwnerOnlyFile.createUnlessThere(file, newKey(nameOfNewKey).toJSONString());
        }
        return read(file);
    }

    public static NamedKeyFile read(Path file) throws IOException {
        try {
            OctetKeyPair key = OctetKeyPair.parse(Files.readString(file));
            if (!key.isPrivate() || !Curve.Ed25519.equals(key.getCurve()) || key.getKeyID() == null) {
                throw new IOException("There is no key with a name in " + file);
            }
            return new NamedKeyFile(file, key);
        } catch (ParseException | GeneralSecurityException e) {
            throw new IOException("The key in " + file + " is damaged", e);
        }
    }

    public String name() {
        return name;
    }

    public byte[] publicKey() {
        return publicKey.clone();
    }

    public byte[] sign(byte[] text) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(secret);
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java since 15 has Ed25519", e);
        }
    }

    public Optional<String> kept(String ending) throws IOException {
        Path kept = file.resolveSibling(file.getFileName() + ending);
        return Files.exists(kept) ? Optional.of(Files.readString(kept)) : Optional.empty();
    }

    /** Keeps a text in the place of the one before, if it is newer; nodes take turns. */
    public void keep(String ending, String text, Predicate<String> isOlder) throws IOException {
        synchronized (NamedKeyFile.class) { // the lock of the file is the process's, not the thread's
            Path lock = file.resolveSibling(file.getFileName() + ending + ".lock");
            try (var channel = FileChannel.open(
                            lock, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnlyFile.FILE);
                    var held = channel.lock()) {
                if (held.isValid() && kept(ending).map(isOlder::test).orElse(true)) {
                    Path kept = file.resolveSibling(file.getFileName() + ending);
                    Files.move(
                            OwnerOnlyFile.draft(kept, text),
                            kept,
                            StandardCopyOption.ATOMIC_MOVE,
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static OctetKeyPair newKey(String name) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] secret = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] open = Arrays.copyOfRange(encoded, encoded.length - LENGTH, encoded.length);
            return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(open))
                    .d(Base64URL.encode(secret))
                    .keyID(name)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java since 15 has Ed25519", e);
        }
    }
}
