package org.countersign.document;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How large documents may be, how many, and where their bytes go.
 *
 * @param maxSize of one document
 * @param maxCount of the documents of one tier of one application; each tier counts for itself, so that an
 *     applicant can neither crowd out what staff add nor find out how much that is
 * @param maxTotal of the sizes of the same
 * @param store where new documents go; those stored before stay where they are
 */
@Validated
@ConfigurationProperties("countersign.documents")
record DocumentSettings(
        @DefaultValue("20MB") DataSize maxSize,
        @DefaultValue("50") @Min(1) @Max(10_000) int maxCount,
        @DefaultValue("200MB") DataSize maxTotal,
        @DefaultValue("postgresql") @NotNull Store store,
        @DefaultValue @Valid S3 s3) {

    private static final DataSize MOST = DataSize.ofGigabytes(1);

    /**
     * @param endpoint of the store, when it is not Amazon's own
     * @param accessKeyId left out to take what the environment gives, such as a role of the machine
     * @param pathStyle the bucket in the path instead of the host's name
     */
    record S3(
            URI endpoint,
            String bucket,
            @DefaultValue("us-east-1") @NotBlank String region,
            String accessKeyId,
            String secretAccessKey,
            @DefaultValue("false") boolean pathStyle) {

        /** Without the secret: settings end up in messages. */
        @Override
        public String toString() {
            return "S3[endpoint=%s, bucket=%s, region=%s]".formatted(endpoint, bucket, region);
        }
    }

    @AssertTrue(message = "max-size must be 1 byte to 1 GB, max-total at least as much")
    boolean isSizesInRange() {
        return maxSize.toBytes() > 0 && maxSize.compareTo(MOST) <= 0 && maxTotal.compareTo(maxSize) >= 0;
    }

    @AssertTrue(message = "store=s3 needs s3.bucket, and s3.access-key-id with s3.secret-access-key or neither")
    boolean isStoreComplete() {
        return store != Store.S3
                || (s3.bucket() != null
                        && !s3.bucket().isBlank()
                        && (s3.accessKeyId() == null) == (s3.secretAccessKey() == null));
    }
}
