package org.countersign.workflow;

import java.time.Duration;
import java.util.zip.CRC32;

/**
 * Spreads what would be due in one second over a window, always the same way for the same id, so that anybody can
 * reckon it again.
 */
public final class Spread {

    private Spread() {}

    /** @return from nothing up to, but not including, the window; in whole seconds */
    public static Duration of(String id, Duration window) {
        var checksum = new CRC32();
        checksum.update(id.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return Duration.ofSeconds(checksum.getValue() % Math.max(1, window.toSeconds()));
    }
}
