package org.countersign.access;

import static org.springframework.http.HttpMethod.POST;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.countersign.access.StaffSessions.Origin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The provider says that somebody's session is over (OpenID Connect Back-Channel Logout 1.0). Spring Security has such a filter, too;
 * it takes one algorithm only, fetches the provider's keys for each stranger who asks, and ends sessions by requests to itself.
 */
class BackChannelLogout extends OncePerRequestFilter {

    static final String PATH = "/logout/connect/back-channel/" + IdentityProvider.ID;

    private static final Logger LOG = LoggerFactory.getLogger(BackChannelLogout.class);

    private final RequestMatcher requests =
            PathPatternRequestMatcher.withDefaults().matcher(POST, PATH);
    private final JwtDecoder tokens;
    private final StaffSessions sessions;

    BackChannelLogout(JwtDecoder tokens, StaffSessions sessions) {
        this.tokens = tokens;
        this.sessions = sessions;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!requests.matches(request)) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        try {
            Jwt token = tokens.decode(String.valueOf(request.getParameter("logout_token")));
            int ended = sessions.endAtProvider(
                    new Origin(token.getClaimAsString("iss"), token.getSubject(), token.getClaimAsString("sid")));
            LOG.info("The identity provider ended {} sessions", ended);
        } catch (BadJwtException e) {
            LOG.info("A logout was refused: {}", e.getMessage());
            response.setStatus(HttpStatus.BAD_REQUEST.value());
        } catch (IdentityProvider.Unreachable e) {
            LOG.warn("A logout could not be checked: {}", e.getMessage());
            response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value()); // the provider may try again
        }
    }
}
