package org.countersign.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.countersign.workflow.ModelsInForce;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** For the length of a request, the engine acts for the signed-in person and checks that person's rights. */
class EngineIdentity extends OncePerRequestFilter {

    private final IdentityService identity;

    EngineIdentity(IdentityService identity) {
        this.identity = identity;
    }

    /** There we answer, and the engine is not asked in anybody's name. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().equals(ModelsInForce.PROPOSED_AT);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication signedIn = SecurityContextHolder.getContext().getAuthentication();
        identity.setAuthentication(signedIn.getName(), StaffGroups.of(signedIn), List.of());
        try {
            chain.doFilter(request, response);
        } finally {
            identity.clearAuthentication();
        }
    }
}
