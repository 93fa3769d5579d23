package org.countersign.document;

import jakarta.servlet.MultipartConfigElement;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DocumentSettings.class)
class DocumentConfiguration {

    private static final int IN_MEMORY_BYTES = 16 * 1024;

    /** Forms with a file go to disk while they arrive. The file itself is measured by {@link ReceivedFile}. */
    @Bean
    MultipartConfigElement formsWithFiles(DocumentSettings settings) {
        long most = UploadAllowance.mostBytes(settings);
        return new MultipartConfigElement("", most, most, IN_MEMORY_BYTES);
    }

    /** Without a bucket there is no client, no thread and no connection. */
    @Bean
    @ConditionalOnProperty(name = "countersign.documents.s3.bucket")
    S3Client s3(DocumentSettings settings) {
        DocumentSettings.S3 s3 = settings.s3();
        S3ClientBuilder client = S3Client.builder()
                .region(Region.of(s3.region()))
                .credentialsProvider(credentials(s3))
                .forcePathStyle(s3.pathStyle())
                // Our own hash is checked on every read; the newer checksums trouble stores that are not Amazon's.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClient(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(3))
                        .socketTimeout(Duration.ofSeconds(20))
                        .build())
                .overrideConfiguration(call -> call.apiCallTimeout(Duration.ofSeconds(60)));
        if (s3.endpoint() != null) {
            client.endpointOverride(s3.endpoint());
        }
        return client.build();
    }

    private static AwsCredentialsProvider credentials(DocumentSettings.S3 s3) {
        return s3.accessKeyId() == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(s3.accessKeyId(), s3.secretAccessKey()));
    }
}
