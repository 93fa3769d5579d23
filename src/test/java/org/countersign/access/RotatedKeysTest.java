package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.countersign.signing.SigningKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;

/** Access tokens while one key hands over to the next. */
class RotatedKeysTest {

    private final TokenServer server = new TokenServer();

    @TempDir
    private Path data;

    @Configuration(proxyBeanMethods = false)
    @ComponentScan("org.countersign.signing")
    static class Signing {}

    @Test
    void areSignedByTheKeyWhoseTurnItIsAndTakenFromEveryKeyThatIsPublic() throws Exception {
        Instant now = Instant.now();
        ECKey old = key(now.minus(Duration.ofDays(91)));
        ECKey current = key(now.minus(Duration.ofDays(1)));
        ECKey next = key(now.plus(Duration.ofHours(1)));
        Path folder = Files.createDirectories(data.resolve("keys"));
        Files.writeString(folder.resolve("signing-keys.json"), new JWKSet(List.of(old, next, current)).toString(false));

        new ApplicationContextRunner()
                .withUserConfiguration(Signing.class, ConfigurationPropertiesAutoConfiguration.class)
                .withPropertyValues("countersign.data-dir=" + data)
                .run(context -> {
                    SigningKeys keys = context.getBean(SigningKeys.class);
                    Jwt token = server.accessTokenEncoder(keys).encode(token());

                    assertThat(token.getHeaders()).containsEntry("kid", current.getKeyID());
                    assertThat(server.jwkSource(keys).get(new JWKSelector(new JWKMatcher.Builder().build()), null))
                            .hasSize(3);
                    var decoder = server.accessTokenDecoder(server.jwkSource(keys));
                    assertThat(decoder.decode(token.getTokenValue()).getSubject())
                            .isEqualTo("lab-aurora");
                    assertThat(decoder.decode(token.getTokenValue()).getSubject())
                            .as("remembered")
                            .isEqualTo("lab-aurora");
                });
    }

    private static JwtEncoderParameters token() {
        return JwtEncoderParameters.from(
                JwsHeader.with(SignatureAlgorithm.ES256).build(),
                JwtClaimsSet.builder()
                        .subject("lab-aurora")
                        .audience(List.of(TokenServer.AUDIENCE))
                        .expiresAt(Instant.now().plusSeconds(60))
                        .build());
    }

    private static ECKey key(Instant signsFrom) throws Exception {
        return new ECKeyGenerator(Curve.P_256)
                .keyIDFromThumbprint(true)
                .issueTime(Date.from(signsFrom.minus(Duration.ofHours(1))))
                .notBeforeTime(Date.from(signsFrom))
                .generate();
    }
}
