package org.countersign.database;

/**
 * Countersign cannot start, for a reason its operator can mend. The message is one whole sentence: what is wrong, where,
 * and what to do; it is all the operator sees, and it never holds a secret.
 */
public final class StartRefused extends RuntimeException {

    public StartRefused(String sentence) {
        super(sentence);
    }

    public StartRefused(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
