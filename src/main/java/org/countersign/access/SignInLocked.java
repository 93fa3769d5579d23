package org.countersign.access;

import java.time.Duration;
import org.springframework.security.authentication.LockedException;

/** Too many wrong tries; nothing was tried this time. */
class SignInLocked extends LockedException {

    private static final long serialVersionUID = 1L;

    static final String WORDS = "Too many wrong tries.";

    private final Duration wait;

    SignInLocked(Duration wait) {
        super(WORDS);
        this.wait = wait;
    }

    Duration howLong() {
        return wait;
    }
}
