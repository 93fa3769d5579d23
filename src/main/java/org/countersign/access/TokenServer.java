package org.countersign.access;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.countersign.lab.Labs;
import org.countersign.problem.Problems;
import org.countersign.signing.SigningKeys;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.JwtClientAssertionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configurers.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.preauth.AbstractPreAuthenticatedProcessingFilter;

/** Gives labs their access tokens. Of the authorization server only the token endpoint and the keys are open. */
@Configuration(proxyBeanMethods = false)
class TokenServer {

    /** What an access token is for; a token signed by us for another purpose is no access token. */
    static final String AUDIENCE = "countersign-api";

    static final String TOKEN = "/oauth2/token";
    private static final String KEYS = "/.well-known/jwks.json";

    @Bean
    @Order(1)
    SecurityFilterChain tokenChain(
            HttpSecurity http, Permissions permissions, Assertions assertions, SignInTries tries, Problems problems)
            throws Exception {
        var server = OAuth2AuthorizationServerConfigurer.authorizationServer();
        return http.securityMatcher(TOKEN, KEYS)
                .with(
                        server,
                        tokens -> tokens.clientAuthentication(clients ->
                                clients.authenticationProviders(providers -> readWith(assertions, providers))))
                .addFilterBefore(new TokenTries(tries, problems), AbstractPreAuthenticatedProcessingFilter.class)
                .authorizeHttpRequests(permissions.labs())
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint(TokenServer::askWho))
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }

    /** As RFC 6749 has it for a client that does not say who it is. */
    private static void askWho(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        response.setStatus(HttpStatus.UNAUTHORIZED.value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getOutputStream().write("{\"error\":\"invalid_client\"}".getBytes(StandardCharsets.US_ASCII));
    }

    private static void readWith(Assertions assertions, List<AuthenticationProvider> providers) {
        providers.stream()
                .filter(JwtClientAssertionAuthenticationProvider.class::isInstance)
                .map(JwtClientAssertionAuthenticationProvider.class::cast)
                .forEach(provider -> provider.setJwtDecoderFactory(assertions));
    }

    @Bean
    AuthorizationServerSettings authorizationServerSettings() {
        return AuthorizationServerSettings.builder()
                .tokenEndpoint(TOKEN)
                .jwkSetEndpoint(KEYS)
                .build();
    }

    @Bean
    RegisteredClientRepository registeredClients(JdbcOperations db, Labs labs, LabSignIn signIn) {
        return new KnownClients(new JdbcRegisteredClientRepository(db), labs, signIn);
    }

    @Bean
    PasswordEncoder clientSecrets() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }

    @Bean
    JWKSource<SecurityContext> jwkSource(SigningKeys keys) {
        return (selector, context) -> selector.select(keys.all());
    }

    /** Many keys are known, one signs. */
    @Bean
    JwtEncoder accessTokenEncoder(SigningKeys keys) {
        return new NimbusJwtEncoder((selector, context) -> selector.select(new JWKSet(keys.current())));
    }

    @Bean
    JwtDecoder accessTokenDecoder(JWKSource<SecurityContext> keys) {
        var decoder = (NimbusJwtDecoder) OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                JwtValidators.createDefault(),
                new JwtClaimValidator<List<String>>(
                        JwtClaimNames.AUD, audience -> audience != null && audience.contains(AUDIENCE))));
        return new RememberedTokens(decoder);
    }

    /** Tokens carry all there is to know and are never looked up again, so none is kept on any node. */
    @Bean
    OAuth2AuthorizationService issuedTokens() {
        return new OAuth2AuthorizationService() {
            @Override
            public void save(OAuth2Authorization authorization) {}

            @Override
            public void remove(OAuth2Authorization authorization) {}

            @Override
            public OAuth2Authorization findById(String id) {
                return null;
            }

            @Override
            public OAuth2Authorization findByToken(String token, OAuth2TokenType type) {
                return null;
            }
        };
    }
}
