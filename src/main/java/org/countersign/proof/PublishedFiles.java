package org.countersign.proof;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.countersign.journal.Verification;

/** The files of a journal, at an address or in a directory. */
final class PublishedFiles {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private PublishedFiles() {}

    static Verification.Files at(String place) throws IOException {
        return place.matches("https?://.*") ? overHttp(place.replaceAll("/+$", "") + "/") : in(Path.of(place));
    }

    private static Verification.Files in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("there is no directory " + folder);
        }
        return path -> {
            try {
                return Optional.of(Files.readAllBytes(folder.resolve(path)));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        };
    }

    private static Verification.Files overHttp(String base) {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        return path -> {
            try {
                HttpResponse<byte[]> answer = client.send(
                        HttpRequest.newBuilder(URI.create(base + path))
                                .timeout(PATIENCE)
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                return switch (answer.statusCode()) {
                    case 200 -> Optional.of(answer.body());
                    case 404 -> Optional.empty();
                    default -> throw new IOException(base + path + " answers " + answer.statusCode());
                };
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        };
    }
}
