package org.countersign.access;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The filters there are, by their simple names, and what those answer that answer something by themselves. */
final class Answering {

    private static final Map<String, List<Endpoint>> ANSWERS = Map.ofEntries(
            answers("UsernamePasswordAuthenticationFilter", "POST /sign-in"),
            answers("LogoutFilter", "POST /sign-out", "POST /camunda/api/admin/auth/user/default/logout"),
            answers("OAuth2TokenEndpointFilter", "POST /oauth2/token"),
            answers("NimbusJwkSetEndpointFilter", "GET /.well-known/jwks.json"),
            answers("OAuth2AuthorizationEndpointFilter", "GET /oauth2/authorize", "POST /oauth2/authorize"),
            answers("OAuth2AuthorizationServerMetadataEndpointFilter", "GET /.well-known/oauth-authorization-server"),
            answers("OAuth2AuthorizationRequestRedirectFilter", "GET /oauth2/authorization/{provider}"),
            answers("OAuth2LoginAuthenticationFilter", "GET /login/oauth2/code/{provider}"),
            answers("BackChannelLogout", "POST /logout/connect/back-channel/{provider}"),
            answers("OAuth2DeviceAuthorizationEndpointFilter", "POST /oauth2/device_authorization"),
            answers("OAuth2DeviceVerificationEndpointFilter", "GET /oauth2/device_verification"),
            answers("OAuth2TokenIntrospectionEndpointFilter", "POST /oauth2/introspect"),
            answers("OAuth2TokenRevocationEndpointFilter", "POST /oauth2/revoke"),
            answers(
                    "LazyProcessEnginesFilter",
                    "GET /camunda",
                    "GET /camunda/",
                    "GET /camunda/app",
                    "GET /camunda/app/",
                    "GET /camunda/app/admin/{engine}/",
                    "GET /camunda/app/cockpit/{engine}/",
                    "GET /camunda/app/tasklist/{engine}/",
                    "GET /camunda/app/welcome/{engine}/"));

    /** Those that are there only where staff sign in at an identity provider. */
    static final Set<String> WITH_A_PROVIDER =
            Set.of("OAuth2AuthorizationRequestRedirectFilter", "OAuth2LoginAuthenticationFilter", "BackChannelLogout");

    /** Those that let a request pass, or turn it away. */
    private static final Set<String> SILENT = Set.of(
            "AnonymousAuthenticationFilter",
            "AppendTrailingSlashFilter",
            "AuthenticationFilter",
            "AuthorizationFilter",
            "AuthorizationServerContextFilter",
            "BasicAuthenticationFilter",
            "BearerTokenAuthenticationFilter",
            "BoundedQueries",
            "CacheControlFilter",
            "ContainerBasedAuthenticationFilter",
            "CsrfFilter",
            "CsrfPreventionFilter",
            "DisableEncodeUrlFilter",
            "EmptyBodyFilter",
            "EngineIdentity",
            "EngineRequests",
            "ExceptionTranslationFilter",
            "FormVariables",
            "HeaderWriterFilter",
            "HttpHeaderSecurityFilter",
            "LabDoor",
            "LazySecurityFilter",
            "OAuth2ClientAuthenticationFilter",
            "ProofProblems",
            "Refusals",
            "RequestCacheAwareFilter",
            "SecurityContextHolderAwareRequestFilter",
            "SecurityContextHolderFilter",
            "SessionCookieFilter",
            "SessionManagementFilter",
            "StartFormTables",
            "TokenTries",
            "WebAsyncManagerIntegrationFilter");

    private Answering() {}

    private static Map.Entry<String, List<Endpoint>> answers(String filter, String... endpoints) {
        return Map.entry(
                filter,
                Stream.of(endpoints)
                        .map(endpoint -> endpoint.split(" "))
                        .map(words -> new Endpoint(words[0], words[1]))
                        .toList());
    }

    static boolean isKnown(String filter) {
        return ANSWERS.containsKey(filter) || SILENT.contains(filter);
    }

    static Set<Endpoint> of(Set<String> filters) {
        Set<Endpoint> answered = new TreeSet<>();
        filters.forEach(filter -> answered.addAll(ANSWERS.getOrDefault(filter, List.of())));
        return answered;
    }
}
