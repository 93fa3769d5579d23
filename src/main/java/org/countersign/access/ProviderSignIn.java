package org.countersign.access;

import com.nimbusds.jose.jwk.JWK;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.countersign.access.StaffDirectory.Member;
import org.countersign.problem.Problems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.client.endpoint.NimbusJwtClientAuthenticationParametersConverter;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestTemplate;

/**
 * At the identity provider (OpenID Connect): authorization code with PKCE for browsers, its access tokens for programs. There is no
 * other way in then, and no password that anything here would look at.
 */
class ProviderSignIn implements StaffSignIn {

    static final String CLOSED = "closed";

    private static final Logger LOG = LoggerFactory.getLogger(ProviderSignIn.class);

    private final SignInSettings settings;
    private final IdentityProvider provider;
    private final ProviderTokens tokens;
    private final StaffDirectory directory;
    private final StaffSessions sessions;
    private final SessionOfStaff session;
    private final Problems problems;

    ProviderSignIn(
            SignInSettings settings,
            IdentityProvider provider,
            StaffDirectory directory,
            StaffSessions sessions,
            SessionOfStaff session,
            Problems problems,
            Clock clock) {
        this.settings = settings;
        this.provider = provider;
        this.tokens = new ProviderTokens(provider, settings, clock);
        this.directory = directory;
        this.sessions = sessions;
        this.session = session;
        this.problems = problems;
    }

    @Override
    public void ofBrowsers(HttpSecurity http) throws Exception {
        session.keepFor(http);
        http.oauth2Login(login -> login.clientRegistrationRepository(provider)
                        .authorizedClientRepository(new ForgottenTokens())
                        .loginPage(PAGE)
                        .successHandler(new FirstPage())
                        .failureHandler(this::refuse)
                        .authorizationEndpoint(
                                endpoint -> endpoint.authorizationRequestResolver(new ProviderRequests(provider)))
                        .tokenEndpoint(endpoint -> endpoint.accessTokenResponseClient(codes()))
                        .userInfoEndpoint(endpoint -> endpoint.oidcUserService(this::member))
                        .withObjectPostProcessor(signedAsWeSay())
                        .withObjectPostProcessor(saysWhenItIsOut()))
                .logout(logout -> logout.logoutRequestMatcher(SignOut.REQUESTS)
                        .addLogoutHandler(session::signOut)
                        .logoutSuccessHandler(new ProviderSignOut(provider)))
                .addFilterBefore(new BackChannelLogout(tokens.ofLogouts(), sessions), CsrfFilter.class);
    }

    @Override
    public void ofPrograms(HttpSecurity http) throws Exception {
        http.oauth2ResourceServer(
                staff -> staff.jwt(jwt -> jwt.decoder(tokens.ofPrograms()).jwtAuthenticationConverter(this::program))
                        .authenticationEntryPoint((request, response, e) -> {
                            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                            problems.write(
                                    response,
                                    HttpStatus.UNAUTHORIZED,
                                    "An access token of your identity provider is required: missing, expired, not for this use,"
                                            + " or of somebody without a group here.");
                        }));
    }

    private RestClientAuthorizationCodeTokenResponseClient codes() {
        var client = new RestClientAuthorizationCodeTokenResponseClient();
        client.setRestClient(RestClient.builder()
                .requestFactory(provider.asking())
                .messageConverters(converters -> {
                    converters.clear();
                    converters.add(new FormHttpMessageConverter());
                    converters.add(new OAuth2AccessTokenResponseHttpMessageConverter());
                })
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build());
        if (settings.clientKey() != null) {
            JWK key = provider.clientKey();
            client.addParametersConverter(new NimbusJwtClientAuthenticationParametersConverter<>(registration -> key));
        }
        return client;
    }

    private OidcUser member(OidcUserRequest request) {
        Said said = said(request);
        Member member = directory
                .take(said)
                .orElseThrow(() -> closed("Neither a name of its own nor a group here: subject " + said.subject()));
        if (member.groups().isEmpty()) {
            throw closed("Without a group here: " + member.person());
        }
        return new StaffMember(member.person(), authorities(member), request.getIdToken());
    }

    /** The ID token, and what only the user info endpoint tells when the token is silent about groups. */
    private Said said(OidcUserRequest request) {
        var token = request.getIdToken();
        var said = new Said(token.getIssuer().toString(), token.getSubject(), token.getIssuedAt(), token.getClaims());
        if (said.namesGroups(settings.groupsClaim())) {
            return said;
        }
        var endpoint = new DefaultOAuth2UserService();
        var http = new RestTemplate(provider.asking());
        http.setErrorHandler(new OAuth2ErrorResponseErrorHandler());
        endpoint.setRestOperations(http);
        var users = new OidcUserService();
        users.setOauth2UserService(endpoint);
        users.setRetrieveUserInfo(any -> provider.registration()
                        .getProviderDetails()
                        .getUserInfoEndpoint()
                        .getUri()
                != null);
        return new Said(
                said.issuer(),
                said.subject(),
                said.at(),
                users.loadUser(request).getClaims());
    }

    private static OAuth2AuthenticationException closed(String why) {
        return new OAuth2AuthenticationException(new OAuth2Error(CLOSED), why);
    }

    private JwtAuthenticationToken program(Jwt token) {
        var said = new Said(token.getClaimAsString("iss"), token.getSubject(), token.getIssuedAt(), token.getClaims());
        // A token without the claim says nothing about groups, which is not the same as being in none.
        Optional<Member> member = said.namesGroups(settings.groupsClaim()) ? directory.take(said) : Optional.empty();
        return member.filter(known -> !known.groups().isEmpty())
                .map(known -> new JwtAuthenticationToken(token, authorities(known), known.person()))
                .orElseThrow(() -> new InvalidBearerTokenException("Nobody with a group here"));
    }

    private static List<SimpleGrantedAuthority> authorities(Member member) {
        return member.groups().stream().map(SimpleGrantedAuthority::new).toList();
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        String why = "failed";
        if (e instanceof OAuth2AuthenticationException refused
                && refused.getError().getErrorCode().equals(CLOSED)) {
            why = CLOSED;
        } else if (isOutage(e)) {
            why = "outage";
        }
        LOG.info("A sign-in was refused ({}): {}", why, e.getMessage());
        response.sendRedirect(PAGE + "?" + why);
    }

    private static boolean isOutage(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IdentityProvider.Unreachable || cause instanceof RestClientException) {
                return true;
            }
        }
        return false;
    }

    private ObjectPostProcessor<OidcAuthorizationCodeAuthenticationProvider> signedAsWeSay() {
        return new ObjectPostProcessor<>() {
            @Override
            public <O extends OidcAuthorizationCodeAuthenticationProvider> O postProcess(O signIn) {
                signIn.setJwtDecoderFactory(registration -> tokens.ofSignIns());
                return signIn;
            }
        };
    }

    private ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter> saysWhenItIsOut() {
        return new ObjectPostProcessor<>() {
            @Override
            public <O extends OAuth2AuthorizationRequestRedirectFilter> O postProcess(O filter) {
                filter.setAuthenticationFailureHandler(ProviderSignIn.this::refuse);
                return filter;
            }
        };
    }
}
