package org.countersign.journal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** The public half of an Ed25519 key that signs notes (C2SP signed-note), with the name it signs under. */
final class NoteKey {

    private static final byte ED25519 = 1;
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int SIGNATURE_LENGTH = 64;

    private final String name;
    private final byte[] bytes;
    private final byte[] id;
    private final PublicKey key;

    NoteKey(String name, byte[] bytes) {
        if (!isName(name) || bytes.length != 32) {
            throw new IllegalArgumentException("It is no key of a note");
        }
        this.name = name;
        this.bytes = bytes.clone();
        byte[] hash = Hashes.sha256((name + "\n").getBytes(StandardCharsets.UTF_8), new byte[] {ED25519}, bytes);
        this.id = Arrays.copyOf(hash, 4);
        try {
            var encoded = new ByteArrayOutputStream();
            encoded.writeBytes(X509_PREFIX);
            encoded.writeBytes(bytes);
            this.key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded.toByteArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("It is no key of Ed25519", e);
        }
    }

    /** As it is published: {@code name+id+key}. */
    static NoteKey parse(String text) {
        String[] parts = text.strip().split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("It does not read name+id+key");
        }
        byte[] typed = Base64.getDecoder().decode(parts[2]);
        if (typed.length != 33 || typed[0] != ED25519) {
            throw new IllegalArgumentException("It is no key of Ed25519");
        }
        var key = new NoteKey(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
        if (!parts[1].equals(HexFormat.of().formatHex(key.id))) {
            throw new IllegalArgumentException("Its id is not that of its key");
        }
        return key;
    }

    /** Neither blanks nor a plus sign: both end a name in a note. */
    static boolean isName(String name) {
        return name.matches("[^\\s+]{1,255}");
    }

    String name() {
        return name;
    }

    @Override
    public String toString() {
        byte[] typed = new byte[1 + bytes.length];
        typed[0] = ED25519;
        System.arraycopy(bytes, 0, typed, 1, bytes.length);
        return name + "+" + HexFormat.of().formatHex(id) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    /** The line under a note. */
    String line(byte[] signature) {
        byte[] signed = Arrays.copyOf(id, id.length + signature.length);
        System.arraycopy(signature, 0, signed, id.length, signature.length);
        return "\u2014 " + name + " " + Base64.getEncoder().encodeToString(signed) + "\n";
    }

    /** Whether one of the lines under the note is a signature of this key. */
    boolean hasSigned(SignedNote note) {
        return note.signatures().stream()
                .anyMatch(line -> line.name().equals(name)
                        && line.signed().length == id.length + SIGNATURE_LENGTH
                        && Arrays.equals(line.signed(), 0, id.length, id, 0, id.length)
                        && verifies(note.text(), Arrays.copyOfRange(line.signed(), id.length, line.signed().length)));
    }

    private boolean verifies(String text, byte[] signature) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(key);
            ed25519.update(text.getBytes(StandardCharsets.UTF_8));
            return ed25519.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
