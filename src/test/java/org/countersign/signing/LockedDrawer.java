package org.countersign.signing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Keys of a test's own, which it can withdraw. */
public final class LockedDrawer {

    private final Path directory;
    private Duration ahead = Duration.ZERO;
    private final SigningKeys keys;

    public LockedDrawer(Path directory) {
        this.directory = directory;
        this.keys = new SigningKeys(new SigningSettings(null, "", Duration.ofDays(90), false), directory, new Wall());
    }

    public SigningKeys keys() {
        return keys;
    }

    /** The next time somebody looks there is another key in its place. */
    public void withdrawKey() throws IOException {
        Files.delete(directory.resolve("keys").resolve("signing-keys.json"));
        ahead = ahead.plusSeconds(10);
    }

    private final class Wall extends Clock {

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
