package org.countersign.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.countersign.problem.Problems;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretPostAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.JwtClientAssertionAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.authentication.DelegatingAuthenticationConverter;
import org.springframework.web.filter.OncePerRequestFilter;

/** Counts wrong secrets and assertions at the token endpoint, as wrong passwords are counted elsewhere. */
final class TokenTries extends OncePerRequestFilter {

    /** The library's own, in its order: whoever it would ask for is who is counted, however a request is spelt. */
    private static final AuthenticationConverter READ = new DelegatingAuthenticationConverter(List.of(
            new JwtClientAssertionAuthenticationConverter(),
            new ClientSecretBasicAuthenticationConverter(),
            new ClientSecretPostAuthenticationConverter()));

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
        try {
            return Optional.ofNullable(READ.convert(request)).map(Authentication::getName);
        } catch (OAuth2AuthenticationException e) {
            return Optional.empty();
        }
    }
}
