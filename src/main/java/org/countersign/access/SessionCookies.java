package org.countersign.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;

/**
 * The cookie of a session, for this host and over TLS alone ({@code __Host-}); only the demonstration may do without TLS. A
 * request over TLS does not see the other kind, which anybody on the way could have set.
 */
class SessionCookies implements CookieSerializer {

    static final String NAME = "SESSION";
    static final String SECURE_NAME = "__Host-" + NAME;

    private final boolean demo;
    private final CookieSerializer secure = cookie(SECURE_NAME, true);
    private final CookieSerializer plain = cookie(NAME, false);

    SessionCookies(boolean demo) {
        this.demo = demo;
    }

    private static CookieSerializer cookie(String name, boolean secure) {
        var cookie = new DefaultCookieSerializer();
        cookie.setCookieName(name);
        cookie.setUseSecureCookie(secure);
        cookie.setCookiePath("/");
        cookie.setUseHttpOnlyCookie(true);
        cookie.setSameSite("Lax"); // strict would drop it on the way back from the identity provider
        return cookie;
    }

    @Override
    public void writeCookieValue(CookieValue cookie) {
        of(cookie.getRequest()).writeCookieValue(cookie);
    }

    @Override
    public List<String> readCookieValues(HttpServletRequest request) {
        return of(request).readCookieValues(request);
    }

    private CookieSerializer of(HttpServletRequest request) {
        return demo && !request.isSecure() ? plain : secure;
    }
}
