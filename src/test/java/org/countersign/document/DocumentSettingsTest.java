package org.countersign.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.services.s3.S3Client;

class DocumentSettingsTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(DocumentConfiguration.class);

    @Test
    void keepsDocumentsInTheDatabaseUnlessToldOtherwise() {
        application.run(context -> {
            DocumentSettings settings = context.getBean(DocumentSettings.class);
            assertThat(settings.store()).isEqualTo(Store.POSTGRESQL);
            assertThat(settings.maxSize()).isEqualTo(DataSize.ofMegabytes(20));
            assertThat(settings.maxCount()).isEqualTo(50);
            assertThat(settings.maxTotal()).isEqualTo(DataSize.ofMegabytes(200));
            assertThat(context).doesNotHaveBean(S3Client.class);
        });
    }

    @Test
    void knowsTheObjectStoreItIsGiven() {
        application
                .withPropertyValues(
                        "countersign.documents.store=s3",
                        "countersign.documents.s3.endpoint=https://store.example",
                        "countersign.documents.s3.bucket=evidence",
                        "countersign.documents.s3.access-key-id=id",
                        "countersign.documents.s3.secret-access-key=not-to-be-told",
                        "countersign.documents.s3.path-style=true")
                .run(context -> {
                    assertThat(context).hasSingleBean(S3Client.class);
                    assertThat(context.getBean(DocumentSettings.class).toString())
                            .contains("evidence")
                            .doesNotContain("not-to-be-told");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "countersign.documents.store=s3",
                "countersign.documents.store=tape",
                "countersign.documents.max-size=0B",
                "countersign.documents.max-size=2GB",
                "countersign.documents.max-size=300MB",
                "countersign.documents.max-count=0"
            })
    void doesNotStartWithSettingsThatCannotBe(String setting) {
        application.withPropertyValues(setting).run(context -> assertThat(context)
                .hasFailed());
    }
}
