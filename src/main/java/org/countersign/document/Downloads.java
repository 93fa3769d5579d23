package org.countersign.document;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.List;
import org.countersign.problem.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.util.DisconnectedClientHelper;
import org.springframework.web.util.UriUtils;

/**
 * Hands documents out, as files to keep and never as something to run. All of it is read and its hash compared
 * before the first byte leaves.
 */
@Component
class Downloads {

    private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);

    private final List<Contents> stores;

    Downloads(List<Contents> stores) {
        this.stores = stores;
    }

    void send(Document document, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Path file = Fingerprint.temporaryFile();
        try {
            requireUnchanged(document, file);
            describe(document, response);
            if (!new ServletWebRequest(request, response).checkNotModified('"' + document.sha256() + '"')) {
                response.setContentLengthLong(document.size());
                Files.copy(file, response.getOutputStream());
            }
        } catch (IOException e) {
            if (!DisconnectedClientHelper.isClientDisconnectedException(e)) {
                throw e;
            }
        } finally {
            Files.delete(file);
        }
    }

    private static void describe(Document document, HttpServletResponse response) {
        response.setContentType(contentType(document));
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, disposition(document.name()));
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "sandbox");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-store");
    }

    /** The name twice (RFC 6266, 4.3): for readers of today, and in ASCII for those that know nothing else. */
    private static String disposition(String name) {
        return "attachment; filename=\"%s\"; filename*=UTF-8''%s"
                .formatted(name.replaceAll("[^ -~]|[\"%\\\\]", "_"), UriUtils.encode(name, StandardCharsets.UTF_8));
    }

    private static String contentType(Document document) {
        return document.mediaType() + (document.mediaType().startsWith("text/") ? ";charset=UTF-8" : "");
    }

    private void requireUnchanged(Document document, Path file) throws IOException {
        String sha256;
        try (DigestOutputStream copy = Fingerprint.of(Files.newOutputStream(file))) {
            contentsOf(document).copy(document, copy);
            sha256 = Fingerprint.hex(copy);
        }
        if (!sha256.equals(document.sha256())) {
            LOG.error(
                    "Incident: document {} of application {} was changed or lost in {}: {} bytes with SHA-256 {}"
                            + " instead of {} with {}",
                    document.id(),
                    document.applicationId(),
                    document.store().key(),
                    Files.size(file),
                    sha256,
                    document.size(),
                    document.sha256());
            throw new Refused(
                    HttpStatus.INTERNAL_SERVER_ERROR,
                    "file",
                    "This document is not what was uploaded any more and is not handed out. It is our fault; please"
                            + " tell the office that keeps this site.");
        }
    }

    private Contents contentsOf(Document document) {
        return stores.stream()
                .filter(store -> store.store() == document.store())
                .findFirst()
                .orElseThrow(() -> {
                    LOG.error("Document {} is in {}, which is not set up here", document.id(), document.store());
                    return new Refused(
                            HttpStatus.SERVICE_UNAVAILABLE, "file", "The store of documents cannot be reached.");
                });
    }
}
