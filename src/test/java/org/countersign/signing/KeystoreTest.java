package org.countersign.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that somebody else keeps, in a keystore. */
class KeystoreTest {

    private static final String PASSWORD = "correct horse";

    @TempDir
    private Path directory;

    @Test
    void signsWithTheKeyWhoseCertificateBeganLastAndPublishesAll() throws Exception {
        add("old", "secp256r1", "2026/01/01 00:00:00");
        add("next", "secp256r1", "2026/06/01 00:00:00");
        SigningKeys before = keys("2026-05-31T12:00:00Z");
        SigningKeys after = keys("2026-06-02T12:00:00Z");

        assertThat(before.all().getKeys()).hasSize(2);
        assertThat(after.all().getKeys()).hasSize(2);
        assertThat(before.current().getKeyID()).isNotEqualTo(after.current().getKeyID());
        assertThat(before.all().toPublicJWKSet().getKeys())
                .noneMatch(JWK::isPrivate)
                .allMatch(key -> key.getKeyID().length() == 43);
        assertThat(Files.exists(directory.resolve("data")))
                .as("nothing is made beside it")
                .isFalse();
    }

    @Test
    void seesAKeyThatIsAddedWhileItRuns() throws Exception {
        add("old", "secp256r1", "2026/01/01 00:00:00");
        var clock = new Object() {
            Instant now = Instant.parse("2026-06-02T12:00:00Z");
        };
        var keys = new SigningKeys(settings(PASSWORD), directory.resolve("data"), new Clock() {
            @Override
            public Instant instant() {
                return clock.now;
            }

            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        });
        String old = keys.current().getKeyID();

        add("next", "secp256r1", "2026/06/01 00:00:00");
        clock.now = clock.now.plusSeconds(5);

        assertThat(keys.all().getKeys()).hasSize(2);
        assertThat(keys.current().getKeyID()).isNotEqualTo(old);
    }

    @Test
    void refusesAWrongPasswordAndTellsNobodyTheRightOne() throws Exception {
        add("key", "secp256r1", "2026/01/01 00:00:00");

        assertThatThrownBy(() -> new SigningKeys(settings("wrong"), directory.resolve("data"), Clock.systemUTC()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be read");
        assertThat(settings(PASSWORD).toString()).doesNotContain(PASSWORD);
    }

    @Test
    void refusesAKeystoreWithoutAKeyOfOurCurve() throws Exception {
        add("other", "secp384r1", "2026/01/01 00:00:00");

        assertThatThrownBy(() -> keys("2026-06-02T12:00:00Z"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no private key on the curve P-256");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatThrownBy(() -> keys("2026-06-02T12:00:00Z")).isInstanceOf(IllegalStateException.class);
    }

    private SigningKeys keys(String now) {
        return new SigningKeys(
                settings(PASSWORD), directory.resolve("data"), Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
    }

    private SigningSettings settings(String password) {
        return new SigningSettings(file(), password, Duration.ofDays(90), false);
    }

    private Path file() {
        return directory.resolve("keys.p12");
    }

    /** As an operator would. */
    private void add(String alias, String curve, String from) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of("-genkeypair", "-alias", alias, "-keyalg", "EC", "-groupname", curve));
        command.addAll(List.of("-dname", "CN=Countersign", "-startdate", from, "-validity", "3650"));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", file().toString(), "-storepass", PASSWORD));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes());
        assertThat(keytool.waitFor()).as(said).isZero();
    }
}
