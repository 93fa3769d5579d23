package org.countersign.database;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import org.springframework.core.env.Environment;

/** The port the web server is going to open, tried before anything slow or lasting happens. */
record HttpPort(String address, int number) {

    private static final String DEFAULT = "8080";
    private static final int LARGEST = 65535;

    static HttpPort of(Environment environment) {
        String number = environment.getProperty("server.port", DEFAULT);
        return new HttpPort(
                environment.getProperty("server.address", "0.0.0.0"),
                // Anything else is no number at all, which Spring Boot explains.
                number.matches("\\d{1,6}") ? Integer.parseInt(number) : 0);
    }

    void requireFree() {
        // 0 lets the system choose; what is too large, the web server refuses.
        if (number == 0 || number > LARGEST) {
            return;
        }
        try (ServerSocket socket = new ServerSocket(number, 1, InetAddress.getByName(address))) {
            socket.getLocalPort();
        } catch (UnknownHostException e) {
            throw new StartRefused(
                    "The address %s is unknown; give one of this machine with --server.address=…".formatted(address),
                    e);
        } catch (BindException e) {
            throw String.valueOf(e.getMessage()).contains("in use") ? inUse(number) : cannotOpen(e);
        } catch (IOException e) {
            throw cannotOpen(e);
        }
    }

    static StartRefused inUse(int port) {
        return new StartRefused(
                "Port %d is already in use; stop the other program or choose another port with --server.port=…"
                        .formatted(port));
    }

    private StartRefused cannotOpen(IOException cause) {
        return new StartRefused(
                "Port %d cannot be opened on %s (%s); choose another with --server.port=… or --server.address=…"
                        .formatted(number, address, cause.getMessage()),
                cause);
    }
}
