package org.countersign.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.countersign.problem.Problems;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Counts wrong secrets and assertions at the token endpoint, as wrong passwords are counted elsewhere. */
final class TokenTries extends OncePerRequestFilter {

    private static final String BASIC = "Basic ";

    private final SignInTries tries;
    private final Problems problems;

    TokenTries(SignInTries tries, Problems problems) {
        this.tries = tries;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals(HttpMethod.POST.name());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> client = claimedClient(request);
        if (client.isEmpty()) {
            chain.doFilter(request, response); // nobody is named who could be guessed
            return;
        }
        SignInTries.Try begun;
        try {
            // An account of staff and a client of the same name have nothing to do with each other.
            begun = tries.begin("client " + client.get(), request.getRemoteAddr());
        } catch (SignInLocked e) {
            TooMany.write(response, problems, SignInLocked.WORDS, e.howLong());
            return;
        }
        chain.doFilter(request, response);
        if (response.getStatus() == HttpStatus.UNAUTHORIZED.value()) {
            begun.failed();
        } else if (response.getStatus() == HttpStatus.OK.value()) {
            begun.succeeded();
        } else {
            begun.takenBack();
        }
    }

    private static Optional<String> claimedClient(HttpServletRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return fromBasic(authorization.substring(BASIC.length()).strip());
        }
        // With an assertion the library requires it, and requires of the assertion that it is of this client.
        return Optional.ofNullable(request.getParameter("client_id"));
    }

    private static Optional<String> fromBasic(String credentials) {
        try {
            String text = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            // Decoded as the library does it: else one client would have as many names as there are ways to write one.
            return Optional.of(
                    URLDecoder.decode(text.substring(0, Math.max(0, text.indexOf(':'))), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
