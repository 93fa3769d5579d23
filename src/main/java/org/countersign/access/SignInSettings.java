package org.countersign.access;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How staff sign in, and how long that lasts.
 *
 * @param issuer the identity provider (OpenID Connect), exactly as it names itself; without one, there are passwords in the
 *     demonstration and no sign-in elsewhere
 * @param clientId what Countersign is called there
 * @param clientSecret what it proves that with
 * @param clientKey or a file with a private key (JWK) to sign such a proof with instead
 * @param audience what an access token has to be meant for to be taken by the APIs of staff; never the client itself, whose
 *     ID tokens are no access tokens
 * @param groupsClaim where a token names the groups: a claim, or a way into one, such as {@code realm_access.roles}
 * @param nameClaim where it has the name somebody gets here at the first sign-in
 * @param scopes what is asked for
 * @param idleLimit of a session without a request; by default 30 minutes, and 8 hours in the demonstration
 * @param longest a session, however busy
 * @param sessions of one person at the same time; the oldest ends when there is one more
 */
@Validated
@ConfigurationProperties("countersign.sign-in")
record SignInSettings(
        URI issuer,
        String clientId,
        String clientSecret,
        Path clientKey,
        @DefaultValue("countersign-staff") @NotBlank String audience,
        @DefaultValue("groups") @NotBlank String groupsClaim,
        @DefaultValue("preferred_username") @NotBlank String nameClaim,
        @DefaultValue({"openid", "profile", "email"}) Set<String> scopes,
        Duration idleLimit,
        @DefaultValue("8h") Duration longest,
        @DefaultValue("3") @Min(1) @Max(100) int sessions) {

    private static final Duration USUAL_IDLE_LIMIT = Duration.ofMinutes(30);

    boolean atProvider() {
        return issuer != null && !issuer.toString().isBlank();
    }

    Duration idleLimit(boolean demo) {
        return idleLimit != null ? idleLimit : demo ? longest : USUAL_IDLE_LIMIT;
    }

    @AssertTrue(message = "issuer must be an https address without query; http only on this machine")
    boolean isIssuerSafe() {
        return !atProvider()
                || (issuer.getHost() != null
                        && issuer.getQuery() == null
                        && issuer.getFragment() == null
                        && ("https".equals(issuer.getScheme()) || ("http".equals(issuer.getScheme()) && isLoopback())));
    }

    private boolean isLoopback() {
        return Set.of("localhost", "127.0.0.1", "[::1]").contains(issuer.getHost());
    }

    @AssertTrue(message = "issuer needs client-id, and client-secret or client-key")
    boolean isClientComplete() {
        return !atProvider() || (isSaid(clientId) && isSaid(clientSecret) != (clientKey != null));
    }

    @AssertTrue(message = "audience must be another word than client-id")
    boolean isAudienceItsOwn() {
        return !audience.equals(clientId);
    }

    @AssertTrue(message = "scopes must have openid")
    boolean isOpenId() {
        return scopes.contains("openid");
    }

    @AssertTrue(message = "idle-limit and longest must be at least a minute, longest at most 24 hours")
    boolean isEveryLimitInRange() {
        return (idleLimit == null || idleLimit.toMinutes() >= 1)
                && longest.toMinutes() >= 1
                && longest.compareTo(Duration.ofDays(1)) <= 0;
    }

    private static boolean isSaid(String word) {
        return word != null && !word.isBlank();
    }

    /** Without the secret: settings end up in messages. */
    @Override
    public String toString() {
        return "SignInSettings[issuer=%s, clientId=%s]".formatted(issuer, clientId);
    }
}
