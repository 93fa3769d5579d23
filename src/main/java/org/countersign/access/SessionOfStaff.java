package org.countersign.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.UUID;
import org.countersign.access.StaffSessions.Origin;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.authentication.session.CompositeSessionAuthenticationStrategy;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.authentication.session.SessionFixationProtectionStrategy;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;

/** Ties a browser's session to its row in {@link StaffSessions}: nobody is signed in whose row is over. */
@Component
class SessionOfStaff implements SecurityContextRepository {

    private static final String ID = SessionOfStaff.class.getName();

    private final SecurityContextRepository inSession = new HttpSessionSecurityContextRepository();
    private final StaffSessions sessions;

    SessionOfStaff(StaffSessions sessions) {
        this.sessions = sessions;
    }

    void keepFor(HttpSecurity http) throws Exception {
        http.securityContext(context -> context.securityContextRepository(this))
                .sessionManagement(session -> session.sessionAuthenticationStrategy(
                        new CompositeSessionAuthenticationStrategy(List.of(anew(), this::begin))));
    }

    /** A new session with nothing of the old one in it: not its id, and not what the engine knew of groups. */
    private static SessionAuthenticationStrategy anew() {
        var strategy = new SessionFixationProtectionStrategy();
        strategy.setMigrateSessionAttributes(false);
        return strategy;
    }

    private void begin(Authentication person, HttpServletRequest request, HttpServletResponse response) {
        UUID id = sessions.begin(person.getName(), origin(person));
        request.getSession(true).setAttribute(ID, id.toString());
    }

    private static Origin origin(Authentication person) {
        return person.getPrincipal() instanceof OidcUser user
                ? new Origin(user.getIssuer().toString(), user.getSubject(), user.getClaimAsString("sid"))
                : Origin.NONE;
    }

    void signOut(HttpServletRequest request, HttpServletResponse response, Authentication person) {
        HttpSession session = request.getSession(false);
        if (session != null && session.getAttribute(ID) instanceof String id) {
            sessions.signOut(UUID.fromString(id));
        }
    }

    /** Asked for when somebody wants to know who is there, not with each picture of a page. */
    @Override
    public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
        DeferredSecurityContext kept = inSession.loadDeferredContext(request);
        return new DeferredSecurityContext() {
            private SecurityContext good;

            @Override
            public SecurityContext get() {
                if (good == null) {
                    good = isGood(kept.get(), request) ? kept.get() : SecurityContextHolder.createEmptyContext();
                }
                return good;
            }

            @Override
            public boolean isGenerated() {
                return get().getAuthentication() == null;
            }
        };
    }

    private boolean isGood(SecurityContext context, HttpServletRequest request) {
        Authentication person = context.getAuthentication();
        HttpSession session = request.getSession(false);
        if (person == null || session == null) {
            return true; // nobody, which needs no proof
        }
        if (session.getAttribute(ID) instanceof String id && sessions.isGood(UUID.fromString(id), person.getName())) {
            return true;
        }
        session.invalidate();
        return false;
    }

    /** Outdated: {@link #loadDeferredContext} is what is called. */
    @Override
    @Deprecated
    public SecurityContext loadContext(HttpRequestResponseHolder exchange) {
        return loadDeferredContext(exchange.getRequest()).get();
    }

    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
        inSession.saveContext(context, request, response);
    }

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return inSession.containsContext(request);
    }
}
