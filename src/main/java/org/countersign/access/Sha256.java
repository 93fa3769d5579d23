package org.countersign.access;

import org.apache.commons.codec.digest.DigestUtils;

/** Stands for words that need not be kept themselves. */
final class Sha256 {

    private Sha256() {}

    static byte[] of(String... parts) {
        return DigestUtils.sha256(String.join("\0", parts));
    }
}
