package org.countersign.workflow;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.filter.OncePerRequestFilter;

/** A filter for what goes to the engine and comes from it, over {@code /engine-rest} and from Tasklist alike. */
abstract class EngineFilter extends OncePerRequestFilter {

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.equals(ModelsInForce.PROPOSED_AT)
                || !path.startsWith("/engine-rest") && !path.startsWith("/camunda/api/engine/");
    }
}
