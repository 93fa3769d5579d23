package org.countersign.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.countersign.problem.Problems;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Nobody keeps a node busy with pages that need no sign-in, with signing in, or with asking for access tokens. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
class PageRequests extends OncePerRequestFilter {

    /** Counted by lab or open to staff only, or files that cost next to nothing. */
    private static final List<String> OTHERS =
            List.of("/api/", "/engine-rest", "/camunda", "/actuator", "/assets/", "/swagger-ui", "/favicon.ico");

    private final RequestAllowance allowance;
    private final Problems problems;

    PageRequests(RequestAllowance allowance, Problems problems) {
        this.allowance = allowance;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return OTHERS.stream().anyMatch(request.getRequestURI()::startsWith);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Duration> wait = allowance.ofAddress(request.getRemoteAddr());
        if (wait.isEmpty()) {
            chain.doFilter(request, response);
        } else if (isPerson(request)) {
            TooMany.announce(response, wait.get());
            response.sendError(HttpStatus.TOO_MANY_REQUESTS.value());
        } else {
            TooMany.write(response, problems, "Too many requests come from this address.", wait.get());
        }
    }

    private static boolean isPerson(HttpServletRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return accepted != null && accepted.contains(MediaType.TEXT_HTML_VALUE);
    }
}
