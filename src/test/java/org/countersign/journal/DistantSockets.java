package org.countersign.journal;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.SocketFactory;

/** To a database that is not on this machine. The driver knows it by its name. */
public final class DistantSockets extends SocketFactory {

    private final long away;

    /** @param micros of a way there and back */
    public DistantSockets(String micros) {
        this.away = TimeUnit.MICROSECONDS.toNanos(Long.parseLong(micros));
    }

    @Override
    public Socket createSocket() {
        return new DistantSocket(away);
    }

    /** Answers are seen when the last question has had the time to get there and its answer to come back. */
    private static final class DistantSocket extends Socket {

        private final long away;
        private volatile long asked;

        DistantSocket(long away) {
            this.away = away;
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    out.write(bytes, from, length);
                    asked = System.nanoTime();
                }
            };
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] bytes, int from, int length) throws IOException {
                    int read = in.read(bytes, from, length);
                    for (long left = left(); left > 0; left = left()) {
                        LockSupport.parkNanos(left);
                    }
                    return read;
                }
            };
        }

        private long left() {
            return asked + away - System.nanoTime();
        }
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException();
    }
}
