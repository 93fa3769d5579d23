package org.countersign.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/**
 * After the session here, the one at the provider (OpenID Connect RP-Initiated Logout 1.0). The next page sends the browser there:
 * Tasklist signs out by a script, which cannot go to another site, and a form may not lead to one.
 */
class ProviderSignOut extends OidcClientInitiatedLogoutSuccessHandler {

    private static final String NEXT = ProviderSignOut.class.getName();

    private final SignOut here = new SignOut();

    ProviderSignOut(IdentityProvider provider) {
        super(provider);
        setPostLogoutRedirectUri(provider.urlOf(StaffSignIn.PAGE + "?out"));
    }

    @Override
    public void onLogoutSuccess(HttpServletRequest request, HttpServletResponse response, Authentication signedOut)
            throws IOException {
        if (signedOut != null && signedOut.getPrincipal() instanceof OidcUser) {
            String there = determineTargetUrl(request, response, signedOut);
            if (!there.equals(getDefaultTargetUrl())) {
                request.getSession(true).setAttribute(NEXT, there);
            }
        }
        here.onLogoutSuccess(request, response, signedOut);
    }

    /** Where somebody who has just signed out goes on to, once. */
    static Optional<String> next(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(NEXT) instanceof String there)) {
            return Optional.empty();
        }
        session.removeAttribute(NEXT);
        return Optional.of(there);
    }
}
