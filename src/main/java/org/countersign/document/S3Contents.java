package org.countersign.document;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.countersign.problem.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** In a bucket of an S3-compatible store. Only what carries the hash of its row is ever handed out again. */
@Component
@ConditionalOnProperty(name = "countersign.documents.s3.bucket")
class S3Contents implements Contents {

    private static final Logger LOG = LoggerFactory.getLogger(S3Contents.class);

    private final S3Client s3;
    private final String bucket;

    S3Contents(S3Client s3, DocumentSettings settings) {
        this.s3 = s3;
        this.bucket = settings.s3().bucket();
    }

    @Override
    public Store store() {
        return Store.S3;
    }

    @Override
    public void bringAhead(Document document, Path file) {
        try {
            s3.putObject(put -> put.bucket(bucket).key(key(document)).contentType("application/octet-stream"), file);
        } catch (SdkException e) {
            LOG.warn("The document store did not take document {}", document.id(), e);
            throw unreachable("Nothing was stored.");
        }
    }

    @Override
    public void copy(Document document, OutputStream to) throws IOException {
        try (var object =
                s3.getObject(get -> get.bucket(bucket).key(key(document)), ResponseTransformer.toInputStream())) {
            object.transferTo(to);
        } catch (NoSuchKeyException e) {
            LOG.warn("The document store has no object {}", key(document));
        } catch (SdkException e) {
            LOG.warn("The document store did not give document {}", document.id(), e);
            throw unreachable("Please try again in a minute.");
        }
    }

    private static Refused unreachable(String consequence) {
        return new Refused(
                HttpStatus.SERVICE_UNAVAILABLE, "file", "The store of documents cannot be reached. " + consequence);
    }

    /** By what it holds, so that the same file brought again lands in the same place. */
    private static String key(Document document) {
        return "documents/" + document.applicationId() + "/" + document.sha256();
    }
}
