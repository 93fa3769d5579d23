package org.countersign.usage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Lines of a stream, one at a time. One that is too long is passed over without being kept. */
final class Lines {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream in;
    private final int mostBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte[] line;
    private int at;
    private int filled;
    private long number;

    Lines(InputStream in, int mostBytes) {
        this.in = in;
        this.mostBytes = mostBytes;
        this.line = new byte[mostBytes];
    }

    /** @param number from 1 @param bytes null when it is too long */
    record Line(long number, byte[] bytes) {

        boolean isBlank() {
            if (bytes != null) {
                for (byte one : bytes) {
                    if (one != ' ' && one != '\t' && one != '\r') {
                        return false;
                    }
                }
            }
            return bytes != null;
        }
    }

    /** The next line that says something; null at the end. */
    Line next() throws IOException {
        for (Line next = read(); next != null; next = read()) {
            if (!next.isBlank()) {
                return next;
            }
        }
        return null;
    }

    private Line read() throws IOException {
        if (!fill()) {
            return null;
        }
        number++;
        long length = 0;
        while (fill()) {
            byte next = buffer[at++];
            if (next == '\n') {
                break;
            }
            if (length < mostBytes) {
                line[(int) length] = next;
            }
            length++;
        }
        return new Line(number, length > mostBytes ? null : Arrays.copyOf(line, (int) length));
    }

    private boolean fill() throws IOException {
        if (at == filled) {
            filled = Math.max(in.read(buffer), 0);
            at = 0;
        }
        return at < filled;
    }
}
