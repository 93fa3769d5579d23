package org.countersign.access;

import com.nimbusds.jose.jwk.JWK;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.RequestEntity;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestTemplate;

/**
 * The identity provider, asked for its addresses when somebody first needs them: it may be down when a node starts. What it
 * said once is kept.
 */
class IdentityProvider implements ClientRegistrationRepository {

    static final String ID = "staff";

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final SignInSettings settings;
    private final String baseUrl;
    private final ClientHttpRequestFactory requests = requests();
    private volatile ClientRegistration known;

    IdentityProvider(SignInSettings settings, String publicUrl) {
        this.settings = settings;
        this.baseUrl = publicUrl.isBlank() ? "{baseUrl}" : publicUrl;
    }

    /** It does not answer, or not as a provider does. */
    static final class Unreachable extends AuthenticationException {

        Unreachable(String message, Exception cause) {
            super(message, cause);
        }
    }

    private static ClientHttpRequestFactory requests() {
        var requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build());
        requests.setReadTimeout(ANSWER);
        return requests;
    }

    /** How it is asked: not for long. */
    ClientHttpRequestFactory asking() {
        return requests;
    }

    /** Where a browser finds a page of ours; {@code {baseUrl}} stands for what the browser itself said. */
    String urlOf(String page) {
        return baseUrl + page;
    }

    @Override
    public ClientRegistration findByRegistrationId(String id) {
        return ID.equals(id) ? registration() : null;
    }

    ClientRegistration registration() {
        if (known == null) {
            known = discover();
        }
        return known;
    }

    private ClientRegistration discover() {
        String issuer = settings.issuer().toString();
        try {
            Map<String, Object> said = new RestTemplate(requests)
                    .exchange(
                            RequestEntity.get(issuer + "/.well-known/openid-configuration")
                                    .build(),
                            new ParameterizedTypeReference<Map<String, Object>>() {})
                    .getBody();
            if (said == null || !issuer.equals(said.get("issuer"))) {
                throw new Unreachable("%s names itself otherwise".formatted(issuer), null);
            }
            return ClientRegistrations.fromOidcConfiguration(said)
                    .registrationId(ID)
                    .clientName("Countersign")
                    .clientId(settings.clientId())
                    .clientSecret(settings.clientSecret())
                    .clientAuthenticationMethod(
                            settings.clientKey() == null
                                    ? ClientAuthenticationMethod.CLIENT_SECRET_BASIC
                                    : ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                    .redirectUri(urlOf("/login/oauth2/code/{registrationId}"))
                    .scope(settings.scopes())
                    .clientSettings(ClientRegistration.ClientSettings.builder()
                            .requireProofKey(true)
                            .build())
                    .build();
        } catch (RestClientException | IllegalArgumentException e) {
            throw new Unreachable("%s cannot be asked: %s".formatted(issuer, e.getMessage()), e);
        }
    }

    /** What the client signs with, when it has no secret. */
    JWK clientKey() {
        try {
            return JWK.parse(Files.readString(settings.clientKey()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParseException e) {
            throw new IllegalStateException("countersign.sign-in.client-key is no JWK: " + settings.clientKey());
        }
    }
}
