package org.countersign.journal;

import java.util.Optional;

/** Signs the journal's checkpoints, and remembers the last one outside the database. The same on every node. */
public interface CheckpointSigner {

    /** The name of this journal, for ever. */
    String origin();

    /** Ed25519, 32 bytes. */
    byte[] publicKey();

    byte[] sign(byte[] text);

    /** The last checkpoint that was remembered, as it was signed. */
    Optional<String> lastSigned();

    /** Keeps a checkpoint, unless a larger one is kept. */
    void remember(long size, String note);
}
