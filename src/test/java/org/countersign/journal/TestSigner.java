package org.countersign.journal;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Optional;

/** A key that is kept nowhere. */
class TestSigner implements CheckpointSigner {

    private final KeyPair key;
    private volatile String last;
    private volatile long size = -1;

    TestSigner() {
        try {
            key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String origin() {
        return "test.example/journal";
    }

    @Override
    public byte[] publicKey() {
        byte[] encoded = key.getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    }

    String keyText() {
        return Verification.keyText(origin(), publicKey());
    }

    @Override
    public byte[] sign(byte[] text) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key.getPrivate());
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String note(long itsSize, byte[] root) {
        String text = new Checkpoint(origin(), itsSize, root).text();
        return text + "\n"
                + new NoteKey(origin(), publicKey()).line(sign(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Override
    public Optional<String> lastSigned() {
        return Optional.ofNullable(last);
    }

    @Override
    public synchronized void remember(long itsSize, String note) {
        if (itsSize > size) {
            size = itsSize;
            last = note;
        }
    }

    void forget() {
        last = null;
        size = -1;
    }

    void keepInstead(String note) {
        last = note;
    }
}
