package org.countersign.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Set;

/**
 * Keys made here, in a file that only its user can read. Nodes of one installation share the directory: whichever finds
 * that a new key is due makes it, and the others read it.
 *
 * <p>A new key is public for a while before it signs ({@code nbf}), so that nobody meets a signature whose key they
 * cannot know. A key that has signed stays until what it signed last has expired ({@code exp}), and then goes.
 */
final class KeyFile implements KeySource {

    /** Between being public and signing: longer than nodes and gateways keep an old set. */
    static final Duration LEAD = Duration.ofHours(1);
    /** Green lights live for a day at most, everything else shorter; the margin is for clocks that differ. */
    static final Duration KEPT = Duration.ofHours(25);

    private static final Duration YOUNG = Duration.ofHours(1);

    private final Path file;
    private final Duration maxAge;
    private boolean rotateNow;

    KeyFile(Path file, Duration maxAge, boolean rotateNow) {
        this.file = file;
        this.maxAge = maxAge;
        this.rotateNow = rotateNow;
    }

    @Override
    public JWKSet read(Instant now) throws IOException, ParseException {
        if (!Files.exists(file)) {
            OwnerOnlyFile.createUnlessThere(file, text(new JWKSet(newKey(now, now))));
        }
        JWKSet keys = JWKSet.load(file.toFile());
        return isChangeDue(keys, now) ? change(now) : keys;
    }

    private boolean isChangeDue(JWKSet keys, Instant now) throws IOException {
        return isNewKeyDue(keys, now) || keys.getKeys().stream().anyMatch(key -> hasServed(key, now));
    }

    private boolean isNewKeyDue(JWKSet keys, Instant now) throws IOException {
        Instant made = madeAt(newest(keys));
        return !now.isBefore(made.plus(maxAge)) || rotateNow && !now.isBefore(made.plus(YOUNG));
    }

    private static boolean hasServed(JWK key, Instant now) {
        return key.getExpirationTime() != null
                && !now.isBefore(key.getExpirationTime().toInstant());
    }

    /** One node at a time, and each looks again when it is its turn: together they make one key. */
    private JWKSet change(Instant now) throws IOException, ParseException {
        synchronized (KeyFile.class) { // the lock of the file is the process's, not the thread's
            Path lock = file.resolveSibling("signing-keys.lock");
            try (var channel = FileChannel.open(
                            lock, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnlyFile.FILE);
                    var held = channel.lock()) {
                JWKSet keys = JWKSet.load(file.toFile());
                if (held.isValid() && isChangeDue(keys, now)) {
                    keys = changed(keys, now);
                    Path draft = OwnerOnlyFile.draft(file, text(keys));
                    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                }
                rotateNow = false;
                return keys;
            }
        }
    }

    private JWKSet changed(JWKSet keys, Instant now) throws IOException {
        List<JWK> kept = new ArrayList<>();
        boolean newKeyDue = isNewKeyDue(keys, now);
        Instant signsFrom = now.plus(LEAD);
        for (JWK key : keys.getKeys()) {
            if (!hasServed(key, now)) {
                kept.add(newKeyDue && key.getExpirationTime() == null ? leaving(key, signsFrom.plus(KEPT)) : key);
            }
        }
        if (newKeyDue) {
            kept.add(newKey(now, signsFrom));
        }
        return new JWKSet(kept);
    }

    private static JWK leaving(JWK key, Instant at) {
        return new ECKey.Builder(key.toECKey()).expirationTime(Date.from(at)).build();
    }

    private JWK newest(JWKSet keys) throws IOException {
        JWK newest = null;
        for (JWK key : keys.getKeys()) {
            if (newest == null || madeAt(key).isAfter(madeAt(newest))) {
                newest = key;
            }
        }
        if (newest == null) {
            throw new IOException("There is no key in it");
        }
        return newest;
    }

    /** Keys of the first versions do not say when they were made; their file was written once. */
    private Instant madeAt(JWK key) throws IOException {
        return key.getIssueTime() == null
                ? Files.getLastModifiedTime(file).toInstant()
                : key.getIssueTime().toInstant();
    }

    private static String text(JWKSet keys) {
        return keys.toString(false);
    }

    private static ECKey newKey(Instant now, Instant signsFrom) {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .issueTime(Date.from(now))
                    .notBeforeTime(Date.from(signsFrom))
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("Every Java has the curve P-256", e);
        }
    }

    /** The order in which keys take over from each other. */
    static Comparator<JWK> byTurn() {
        return Comparator.comparing(KeyFile::signsFrom);
    }

    static Instant signsFrom(JWK key) {
        return key.getNotBeforeTime() == null
                ? Instant.EPOCH
                : key.getNotBeforeTime().toInstant();
    }
}
