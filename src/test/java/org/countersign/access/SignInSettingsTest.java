package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What cannot be meant stops the start, in words about the setting. */
class SignInSettingsTest {

    private static final String HTTPS = "https://id.agency.example/realms/staff";

    @Test
    void takesAProviderWithASecretOrAKey() {
        assertThat(wrongIn(settings(HTTPS, "countersign", "secret", null, "countersign-staff", "8h")))
                .isEmpty();
        assertThat(wrongIn(settings(HTTPS, "countersign", null, Path.of("key.json"), "countersign-staff", "8h")))
                .isEmpty();
        assertThat(wrongIn(settings("http://localhost:8180/x", "c", "s", null, "a", "8h")))
                .isEmpty();
        assertThat(wrongIn(settings("", null, null, null, "a", "8h"))).isEmpty();
    }

    @Test
    void refusesAProviderThatAnybodyOnTheWayCouldBe() {
        assertThat(wrongIn(settings("http://id.agency.example", "c", "s", null, "a", "8h")))
                .contains("https");
        assertThat(wrongIn(settings(HTTPS + "?x=y", "c", "s", null, "a", "8h"))).contains("https");
    }

    @Test
    void refusesAClientThatIsIncomplete() {
        assertThat(wrongIn(settings(HTTPS, null, "s", null, "a", "8h"))).contains("client-id");
        assertThat(wrongIn(settings(HTTPS, "c", null, null, "a", "8h"))).contains("client-secret");
        assertThat(wrongIn(settings(HTTPS, "c", "s", Path.of("key.json"), "a", "8h")))
                .contains("client-secret");
    }

    @Test
    void refusesToTakeIdTokensForAccessTokens() {
        assertThat(wrongIn(settings(HTTPS, "c", "s", null, "c", "8h"))).contains("audience");
    }

    @Test
    void refusesSessionsOfMoreThanADay() {
        assertThat(wrongIn(settings(HTTPS, "c", "s", null, "a", "25h"))).contains("longest");
    }

    @Test
    void idlesForHalfAnHourAndInTheDemonstrationAllDay() {
        SignInSettings settings = settings(HTTPS, "c", "s", null, "a", "8h");
        assertThat(settings.idleLimit(false)).hasMinutes(30);
        assertThat(settings.idleLimit(true)).hasHours(8);
    }

    @Test
    void saysNoSecretInMessages() {
        assertThat(settings(HTTPS, "c", "hush", null, "a", "8h").toString()).doesNotContain("hush");
    }

    private static SignInSettings settings(
            String issuer, String client, String secret, Path key, String audience, String longest) {
        return new SignInSettings(
                URI.create(issuer),
                client,
                secret,
                key,
                audience,
                "groups",
                "preferred_username",
                Set.of("openid"),
                null,
                Duration.parse("PT" + longest.toUpperCase()),
                3);
    }

    private static String wrongIn(SignInSettings settings) {
        try (var validators = Validation.buildDefaultValidatorFactory()) {
            return validators.getValidator().validate(settings).stream()
                    .map(ConstraintViolation::getMessage)
                    .sorted()
                    .reduce("", String::concat);
        }
    }
}
