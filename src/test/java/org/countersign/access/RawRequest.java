package org.countersign.access;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.countersign.testing.LabApi;

/** A request as somebody types it who does not care what an HTTP client would send. */
final class RawRequest {

    private RawRequest() {}

    /** The status of the answer. */
    static int send(LabApi api, String method, String path, Map<String, String> headers) {
        URI server = URI.create(api.url("/"));
        var request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        request.append("Content-Length: 0\r\nConnection: close\r\n\r\n");
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            return Integer.parseInt(lines.readLine().split(" ")[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
