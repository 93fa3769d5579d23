package org.countersign.signing;

import jakarta.validation.constraints.AssertTrue;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the signing keys come from and how long each signs.
 *
 * @param file a keystore (PKCS #12) that the operator keeps; left out, the keys are made here and kept below the data
 *     directory
 * @param password of the keystore and of each key in it
 * @param maxAge a key made here signs for that long; then a new one takes over
 * @param rotateAtStart a new key takes over now, unless the last one is younger than an hour
 */
@Validated
@ConfigurationProperties("countersign.keys")
record SigningSettings(
        Path file,
        @DefaultValue("") String password,
        @DefaultValue("90d") Duration maxAge,
        @DefaultValue("false") boolean rotateAtStart) {

    /** Without the password: settings end up in messages. */
    @Override
    public String toString() {
        return "SigningSettings[file=%s, maxAge=%s, rotateAtStart=%s]".formatted(file, maxAge, rotateAtStart);
    }

    @AssertTrue(message = "max-age must be 1 to 3650 days")
    boolean isAgeInRange() {
        return maxAge.compareTo(Duration.ofDays(1)) >= 0 && maxAge.compareTo(Duration.ofDays(3650)) <= 0;
    }

    @AssertTrue(message = "a keystore in file is rotated by whoever keeps it; rotate-at-start cannot be set with it")
    boolean isRotationOurs() {
        return file == null || !rotateAtStart;
    }
}
