package org.countersign.testing;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A form with files, as a browser writes it (RFC 7578). */
public final class Parts {

    private final String boundary = "----" + UUID.randomUUID();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    public static Parts file(String name, String type, byte[] bytes) {
        return new Parts().and("file", name, type, bytes);
    }

    public Parts and(String field, String fileName, String type, byte[] bytes) {
        head("; name=\"" + field + "\"; filename=\"" + fileName + "\"\r\nContent-Type: " + type);
        body.writeBytes(bytes);
        text("\r\n");
        return this;
    }

    public Parts and(String field, String value) {
        head("; name=\"" + field + "\"");
        text(value + "\r\n");
        return this;
    }

    public String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    public byte[] bytes() {
        return (body.toString(StandardCharsets.ISO_8859_1) + "--" + boundary + "--\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    public BodyPublisher publisher() {
        return BodyPublishers.ofByteArray(bytes());
    }

    private void head(String disposition) {
        text("--" + boundary + "\r\nContent-Disposition: form-data" + disposition + "\r\n\r\n");
    }

    private void text(String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
