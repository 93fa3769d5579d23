package org.countersign.access;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/** How somebody is sent to the provider: as usual, or, when it knew the wrong person, to be asked for another name. */
class ProviderRequests implements OAuth2AuthorizationRequestResolver {

    private final OAuth2AuthorizationRequestResolver usual;

    ProviderRequests(IdentityProvider provider) {
        usual = new DefaultOAuth2AuthorizationRequestResolver(
                provider, OAuth2AuthorizationRequestRedirectFilter.DEFAULT_AUTHORIZATION_REQUEST_BASE_URI);
    }

    @Override
    public OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
        return asWished(usual.resolve(request), request);
    }

    @Override
    public OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registration) {
        return asWished(usual.resolve(request, registration), request);
    }

    private static OAuth2AuthorizationRequest asWished(OAuth2AuthorizationRequest wish, HttpServletRequest request) {
        return wish == null || request.getParameter("other") == null
                ? wish
                : OAuth2AuthorizationRequest.from(wish)
                        .additionalParameters(parameters -> parameters.put("prompt", "login"))
                        .build();
    }
}
