package org.countersign.journal;

import java.util.Arrays;

/**
 * An entry with all that is stored of it, to be computed again.
 *
 * @param micros when, in microseconds since 1970
 * @param content and {@code salt} are null where it was erased
 */
record EntryCheck(
        long id,
        long micros,
        byte[] actorSalt,
        String actor,
        String action,
        String subject,
        byte[] contentHash,
        byte[] salt,
        String content,
        byte[] entryHash) {

    /** @return the hash the entry should have */
    byte[] check(Breaks breaks, Erasures erasures) {
        if ((salt == null) != (content == null)) {
            breaks.add("entry %d: of content and salt one is missing", id);
        } else if (content != null && !Arrays.equals(Hashes.salted(salt, content), contentHash)) {
            breaks.add("entry %d: its content is not the one that was hashed", id);
        }
        if (actorSalt.length != Hashes.SALT_LENGTH || salt != null && salt.length != Hashes.SALT_LENGTH) {
            breaks.add("entry %d: a salt is not of %d bytes", id, Hashes.SALT_LENGTH);
        }
        erasures.see(id, action, content);
        byte[] actorHash = Hashes.salted(actorSalt, actor);
        byte[] hash = Hashes.ofEntry(id, micros, action, subject, actorHash, contentHash);
        if (!Arrays.equals(hash, entryHash)) {
            breaks.add("entry %d: its hash is not that of what it says", id);
        }
        return hash;
    }
}
