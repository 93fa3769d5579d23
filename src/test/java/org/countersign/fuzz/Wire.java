package org.countersign.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection that sends whatever bytes it is given: HTTP clients would refuse to send most of them. */
final class Wire implements Closeable {

    /** Longer than any answer may take; whoever waits so long has found a fault. */
    private static final int LONGEST_WAIT_MILLIS = 60_000;

    private static final int MOST_KEPT_OF_A_BODY = 64 * 1024;

    private final int port;
    private Socket socket;
    private InputStream in;

    Wire(int port) {
        this.port = port;
    }

    record Answer(int status, String head, String body) {}

    /** @param hasNoBody the answer to a HEAD request ends with its headers */
    Answer send(byte[] request, boolean hasNoBody) throws IOException {
        if (socket == null) {
            socket = new Socket("127.0.0.1", port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(LONGEST_WAIT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream(), 16_384);
        }
        socket.getOutputStream().write(request);
        return read(hasNoBody);
    }

    private Answer read(boolean hasNoBody) throws IOException {
        String status = line();
        var head = new StringBuilder(status);
        int length = -1;
        boolean chunked = false;
        boolean closes = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            head.append('\n').append(header);
            String lower = header.toLowerCase(java.util.Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
            closes |= lower.equals("connection: close");
        }
        int code = Integer.parseInt(status.split(" ", 3)[1]);
        if (code == 100) {
            return read(hasNoBody);
        }
        String body = hasNoBody || code == 204 || code == 304 ? "" : body(length, chunked);
        if (closes) {
            hangUp();
        }
        return new Answer(code, head.toString(), body);
    }

    private String body(int length, boolean chunked) throws IOException {
        var kept = new ByteArrayOutputStream();
        if (chunked) {
            for (int chunk = Integer.parseInt(line(), 16); chunk > 0; chunk = Integer.parseInt(line(), 16)) {
                keep(in.readNBytes(chunk), kept);
                line();
            }
            line();
        } else {
            keep(length < 0 ? in.readAllBytes() : in.readNBytes(length), kept);
        }
        return kept.toString(StandardCharsets.UTF_8);
    }

    private static void keep(byte[] bytes, ByteArrayOutputStream kept) {
        kept.write(bytes, 0, Math.max(0, Math.min(bytes.length, MOST_KEPT_OF_A_BODY - kept.size())));
    }

    private String line() throws IOException {
        var line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("The server closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /** The next request gets a connection of its own. */
    void hangUp() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    @Override
    public void close() throws IOException {
        hangUp();
    }
}
