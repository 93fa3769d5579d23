package org.countersign.access;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.countersign.lab.LabKey;
import org.countersign.lab.LabKeys;
import org.countersign.lab.Labs;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;

/**
 * Reads the assertions clients sign in with (RFC 7523): signed by a key that stands in our table at this moment, meant for
 * us, short-lived, and shown for the first time. Nothing is ever fetched from an address the client names.
 */
@Component
class Assertions implements JwtDecoderFactory<RegisteredClient> {

    /** Those the library has for the kinds of keys we take. */
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512);

    private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(30);
    private static final int LONGEST_ID = 200;

    private final Labs labs;
    private final LabKeys keys;
    private final UsedJwts used;
    private final LabSignIn signIn;
    private final OAuth2TokenValidator<Jwt> times = new JwtTimestampValidator(CLOCKS_DIFFER);

    Assertions(Labs labs, LabKeys keys, UsedJwts used, LabSignIn signIn) {
        this.labs = labs;
        this.keys = keys;
        this.used = used;
        this.signIn = signIn;
    }

    /** Made anew each time: a key that was removed is gone with the next assertion. */
    @Override
    public JwtDecoder createDecoder(RegisteredClient client) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                ALGORITHMS, (selector, context) -> selector.select(keysOf(client.getClientId()))));
        // All claims are checked below.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        var decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(assertion -> check(client.getClientId(), assertion));
        return decoder;
    }

    private JWKSet keysOf(String clientId) {
        return new JWKSet(labs.ofClient(clientId).stream()
                .flatMap(lab -> keys.of(lab.id()).stream())
                .map(Assertions::parsed)
                .toList());
    }

    private static JWK parsed(LabKey key) {
        try {
            return JWK.parse(key.jwk());
        } catch (ParseException e) {
            throw new IllegalStateException("A key that was taken can be read", e);
        }
    }

    private OAuth2TokenValidatorResult check(String clientId, Jwt assertion) {
        if (!clientId.equals(assertion.getClaimAsString("iss")) || !clientId.equals(assertion.getSubject())) {
            return refused("iss and sub are the client id.");
        }
        List<String> audience = assertion.getAudience();
        if (audience == null || audience.isEmpty() || !signIn.audiences().containsAll(audience)) {
            return refused("aud is the token endpoint.");
        }
        Instant end = assertion.getExpiresAt();
        if (end == null || end.isAfter(Instant.now().plus(LONGEST_LIFE).plus(CLOCKS_DIFFER))) {
            return refused("exp is at most five minutes away.");
        }
        OAuth2TokenValidatorResult timely = times.validate(assertion);
        if (timely.hasErrors()) {
            return timely;
        }
        // Without it nobody could say which key to blame; the token remembers it.
        if (assertion.getHeaders().get("kid") == null) {
            return refused("kid is required.");
        }
        String id = assertion.getId();
        if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
            return refused("jti is required.");
        }
        // Last, so that only what would have been taken is used up.
        return used.firstAssertion(clientId, id, end.plus(CLOCKS_DIFFER).plus(CLOCKS_DIFFER))
                ? OAuth2TokenValidatorResult.success()
                : refused("jti was used.");
    }

    private static OAuth2TokenValidatorResult refused(String why) {
        return OAuth2TokenValidatorResult.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT, why, null));
    }
}
