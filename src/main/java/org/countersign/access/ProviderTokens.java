package org.countersign.access;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * What the identity provider has signed, each kind for its own purpose. Signatures of key pairs only, by keys from the
 * provider's own address; a token that names an unknown key makes us fetch them anew, but not as often as somebody likes.
 */
class ProviderTokens {

    private static final Set<JWSAlgorithm> ALGORITHMS = algorithms();
    private static final String LOGOUT = "http://schemas.openid.net/event/backchannel-logout";

    /** A provider sends it at once; some never expire, and whoever once caught one must not end sessions for ever. */
    private static final Duration OLDEST_LOGOUT = Duration.ofMinutes(5);

    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final int CONNECT_MILLIS = 3_000;
    private static final int ANSWER_MILLIS = 10_000;
    private static final int LARGEST_KEY_SET = 256 * 1024;

    private final IdentityProvider provider;
    private final SignInSettings settings;
    private final Clock clock;
    private volatile JWKSource<SecurityContext> keys;

    ProviderTokens(IdentityProvider provider, SignInSettings settings, Clock clock) {
        this.provider = provider;
        this.settings = settings;
        this.clock = clock;
    }

    private static Set<JWSAlgorithm> algorithms() {
        var algorithms = new HashSet<JWSAlgorithm>(JWSAlgorithm.Family.RSA);
        algorithms.addAll(List.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512));
        return algorithms;
    }

    /** Who has just signed in; the nonce is compared by who asks. */
    JwtDecoder ofSignIns() {
        return token -> decoded(
                token,
                new DelegatingOAuth2TokenValidator<>(
                        new JwtTimestampValidator(), new OidcIdTokenValidator(provider.registration())),
                JOSEObjectType.JWT);
    }

    /** What a program of staff sends with each request (RFC 6750, RFC 9068). */
    JwtDecoder ofPrograms() {
        return token -> decoded(
                token,
                all(List.of(
                        token(jwt -> jwt.getExpiresAt() != null && jwt.getIssuedAt() != null, "has no times"),
                        token(
                                jwt -> Duration.between(jwt.getIssuedAt(), jwt.getExpiresAt())
                                                .compareTo(settings.longest())
                                        <= 0,
                                "is good for too long"),
                        token(jwt -> jwt.getSubject() != null, "is about nobody"),
                        token(
                                jwt -> jwt.getAudience() != null
                                        && jwt.getAudience().contains(settings.audience()),
                                "is meant for somebody else"))),
                JOSEObjectType.JWT,
                new JOSEObjectType("at+jwt"));
    }

    /** That somebody's session there is over (OpenID Connect Back-Channel Logout 1.0, section 2.6). */
    JwtDecoder ofLogouts() {
        return token -> decoded(
                token,
                all(List.of(
                        token(jwt -> jwt.getIssuedAt() != null, "has no time"),
                        token(this::isFresh, "is of another time"),
                        token(jwt -> jwt.getId() != null, "has no id"),
                        token(
                                jwt -> jwt.getAudience() != null
                                        && jwt.getAudience().contains(settings.clientId()),
                                "is meant for somebody else"),
                        token(
                                jwt -> jwt.getClaim("events") instanceof Map<?, ?> events
                                        && events.get(LOGOUT) instanceof Map,
                                "is no logout"),
                        token(jwt -> jwt.getClaim("nonce") == null, "is an ID token"),
                        token(
                                jwt -> jwt.getSubject() != null || jwt.getClaimAsString("sid") != null,
                                "is about nobody"))),
                JOSEObjectType.JWT,
                new JOSEObjectType("logout+jwt"));
    }

    private boolean isFresh(Jwt jwt) {
        Duration age = Duration.between(jwt.getIssuedAt(), clock.instant());
        return age.compareTo(OLDEST_LOGOUT.plus(SKEW)) <= 0 && age.compareTo(SKEW.negated()) >= 0;
    }

    private OAuth2TokenValidator<Jwt> all(List<OAuth2TokenValidator<Jwt>> parts) {
        var inTurn = new ArrayList<OAuth2TokenValidator<Jwt>>();
        inTurn.add(new JwtTimestampValidator());
        inTurn.add(token(
                jwt -> settings.issuer().toString().equals(jwt.getClaimAsString(JwtClaimNames.ISS)),
                "comes from somebody else"));
        inTurn.addAll(parts);
        // One after the other: the later ones rely on what the earlier ones have found.
        return jwt -> inTurn.stream()
                .map(part -> part.validate(jwt))
                .filter(OAuth2TokenValidatorResult::hasErrors)
                .findFirst()
                .orElse(OAuth2TokenValidatorResult.success());
    }

    private static OAuth2TokenValidator<Jwt> token(Predicate<Jwt> good, String wrong) {
        return jwt -> good.test(jwt)
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(
                        new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, "The token " + wrong, null));
    }

    private Jwt decoded(String token, OAuth2TokenValidator<Jwt> validator, JOSEObjectType... types) {
        try {
            return decoder(validator, types).decode(token);
        } catch (BadJwtException e) {
            throw e;
        } catch (JwtException e) {
            if (NestedExceptionUtils.getRootCause(e) instanceof RateLimitReachedException) {
                throw new BadJwtException("Signed by a key that was unknown a moment ago", e);
            }
            throw new IdentityProvider.Unreachable("The provider's keys cannot be had: " + e.getMessage(), e);
        }
    }

    private NimbusJwtDecoder decoder(OAuth2TokenValidator<Jwt> validator, JOSEObjectType... types) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        var kinds = new HashSet<JOSEObjectType>(List.of(types));
        kinds.add(null); // many providers do not say
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(kinds));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys()));
        processor.setJWTClaimsSetVerifier((claims, context) -> {}); // the validator does it
        var decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(validator);
        decoder.setClaimSetConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverter());
        return decoder;
    }

    private JWKSource<SecurityContext> keys() {
        if (keys == null) {
            keys = fetched(provider.registration().getProviderDetails().getJwkSetUri());
        }
        return keys;
    }

    private static JWKSource<SecurityContext> fetched(String address) {
        try {
            return JWKSourceBuilder.create(
                            URI.create(address).toURL(),
                            new DefaultResourceRetriever(CONNECT_MILLIS, ANSWER_MILLIS, LARGEST_KEY_SET))
                    .retrying(true)
                    .build();
        } catch (MalformedURLException e) {
            throw new IdentityProvider.Unreachable("Its keys have no address: " + address, e);
        }
    }
}
